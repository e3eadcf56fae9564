package io.drawbridge.controlplane.admin;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Lets in who has the admin key: in `X-Admin-Key` or as a bearer token, and for the page also as the password of the
/// user `admin` in HTTP Basic. Everything that is presented must be right, so that what one part of a system takes
/// for
/// the key and another part overlooks cannot differ.
///
/// A browser sends Basic credentials of its own accord, also when a foreign page makes it ask. They open nothing but
/// the page, which changes nothing.
///
/// From the sixth wrong key within a minute from one address on the answer is 429. The right key is let in all the
/// same: on loopback every program of the machine has the same address, and none of them may lock the operator out;
/// and
/// a key of 32 random characters is not found by guessing, however often. So the limit is there to be seen, not to
/// stop
/// guesses. A request without any key is no guess and is not counted.
public final class AdminAccess implements Policy<Arrived> {
    private static final String FIELD = "x-admin-key";
    private static final HeaderField NO_STORE = new HeaderField("Cache-Control", "no-store");

    /// What a route takes for a key.
    public enum Credentials {
        /// `X-Admin-Key` or a bearer token.
        KEY,
        /// Those, or HTTP Basic; only for what changes nothing.
        KEY_OR_BASIC
    }

    private final Secret key;
    private final Credentials credentials;
    private final WrongKeys wrongKeys;

    /// @param wrongKeys shared by all routes of the listener
    public AdminAccess(Secret key, Credentials credentials, WrongKeys wrongKeys) {
        if (key.length() == 0) {
            throw new IllegalArgumentException("an empty admin key would let everybody in");
        }
        this.key = key;
        this.credentials = credentials;
        this.wrongKeys = wrongKeys;
    }

    @Override
    public Verdict judge(Arrived exchange) {
        List<String> presented = presented(exchange.head().fields());
        if (presented.isEmpty()) {
            return deny(
                    "admin-key-missing",
                    "no admin key was presented",
                    "The admin key is needed",
                    "Send the gateway's ADMIN_API_KEY in X-Admin-Key.");
        }
        boolean right = true;
        for (String candidate : presented) {
            // Without a shortcut: the time tells nothing about which of them is wrong.
            right &= key.matches(candidate);
        }
        if (right) {
            return Verdict.ALLOW;
        }
        return switch (wrongKeys.record(exchange.address().network())) {
            case WrongKeys.Recorded.Tolerated _ ->
                deny(
                        "admin-key-wrong",
                        "a wrong admin key was presented",
                        "The admin key is wrong",
                        "Send the gateway's ADMIN_API_KEY, and only that one.");
            case WrongKeys.Recorded.TooMany(Duration retryAfter) -> tooMany(retryAfter);
        };
    }

    private Verdict deny(String code, String detail, String title, String remediation) {
        return new Verdict.Deny(
                new Reason(EventName.AUTH_FAILED, code, detail),
                new Refusal(401, code, title, remediation, List.of(challenge(), NO_STORE)),
                Advice.SILENT);
    }

    private static Verdict tooMany(Duration retryAfter) {
        // Rounded up: whoever comes back at that second is not a moment early.
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new Verdict.Deny(
                new Reason(
                        EventName.RATE_LIMITED,
                        "admin-keys-guessed",
                        "more than " + WrongKeys.LIMIT + " wrong admin keys within a minute"),
                new Refusal(
                        429,
                        "admin-keys-guessed",
                        "Too many wrong admin keys",
                        "Look the key up instead of guessing it; a right one is let in at any time.",
                        List.of(new HeaderField("Retry-After", Long.toString(seconds)), NO_STORE)),
                Advice.SILENT);
    }

    private HeaderField challenge() {
        return new HeaderField(
                "WWW-Authenticate",
                switch (credentials) {
                    case KEY -> "Bearer realm=\"drawbridge-admin\"";
                    case KEY_OR_BASIC -> "Basic realm=\"drawbridge-admin\", charset=\"UTF-8\"";
                });
    }

    /// Every key that the request presents. An `Authorization` that cannot be read here presents a wrong one.
    private List<String> presented(Fields fields) {
        List<String> presented = new ArrayList<>(fields.all(FIELD));
        for (String authorization : fields.all("authorization")) {
            int space = authorization.indexOf(' ');
            String scheme = space < 0 ? authorization : authorization.substring(0, space);
            String rest = space < 0 ? "" : authorization.substring(space + 1).strip();
            presented.add(
                    switch (scheme.toLowerCase(Locale.ROOT)) {
                        case "bearer" -> rest;
                        case "basic" ->
                            switch (credentials) {
                                case KEY -> "";
                                case KEY_OR_BASIC -> basicPassword(rest);
                            };
                        default -> "";
                    });
        }
        return presented;
    }

    /// The password of the user `admin` (RFC 7617); the empty text, which is never the key, for anything else.
    private static String basicPassword(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.startsWith("admin:") ? pair.substring("admin:".length()) : "";
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
