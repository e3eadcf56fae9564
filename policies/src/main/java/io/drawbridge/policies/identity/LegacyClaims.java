package io.drawbridge.policies.identity;

import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The legacy ways in which clients say who they are without proving it.
///
/// Where a request claims several subjects, the claim is the first that is not empty, the query before the header:
/// one answer that depends on nothing but the request. Ownership then looks at every value and refuses the ones that
/// differ.
///
/// @param query the query parameter that names the subject, if there is one
/// @param header the request field that names the subject, if there is one
public record LegacyClaims(Optional<String> query, Optional<String> header) {
    /// Nothing counts as a claim.
    public static final LegacyClaims NONE = new LegacyClaims(Optional.empty(), Optional.empty());

    public LegacyClaims {
        if (query.isPresent() && !isWritable(query.get())) {
            throw new IllegalArgumentException(
                    "a legacy query parameter has a name of visible ASCII characters, unlike '" + query.get() + "'");
        }
        // A field name that is none fails here, not at the first request.
        header.ifPresent(name -> new HeaderField(name, ""));
    }

    private static boolean isWritable(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /// What the request claims: a legacy identity, or anonymous where it claims nothing. A claim that no subject
    /// can be is rejected: one longer than any subject, because what remembers claims must stay bounded, and one
    /// with control characters, which no service would take from the gateway's token.
    Identity claim(RequestHead head) {
        if (query.isPresent()) {
            Optional<String> value = firstOf(head.target().queryValues(query.get()));
            if (value.isPresent()) {
                return claimed(value.get(), "query:" + query.get());
            }
        }
        if (header.isPresent()) {
            Optional<String> value = firstOf(head.fields().all(header.get().toLowerCase(Locale.ROOT)));
            if (value.isPresent()) {
                return claimed(value.get(), "header:" + header.get());
            }
        }
        return Identity.ANONYMOUS;
    }

    private static Optional<String> firstOf(List<String> values) {
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    private static Identity claimed(String subject, String scheme) {
        if (!SubjectText.fits(subject)) {
            return new Identity.Rejected(new Reason(
                    EventName.AUTH_FAILED,
                    "legacy-claim-too-long",
                    "the subject claimed by " + scheme + " is longer than " + SubjectText.LONGEST + " characters"));
        }
        if (!SubjectText.isPlain(subject)) {
            return new Identity.Rejected(new Reason(
                    EventName.AUTH_FAILED,
                    "legacy-claim-unprintable",
                    "the subject claimed by " + scheme + " holds control characters"));
        }
        return new Identity.Legacy(subject, scheme);
    }
}
