package io.drawbridge.policies.headers;

import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Asks browsers to report what the Content-Security-Policy forbids, and what a candidate would forbid.
///
/// A policy that already says where its reports go keeps that.
///
/// @param endpoint where reports go, an address or a path; empty for no reports
/// @param candidate a policy that is tried: browsers report and let pass (`Content-Security-Policy-Report-Only`)
public record CspReporting(Optional<String> endpoint, Optional<String> candidate) {
    private static final String GROUP = "csp-endpoint";
    private static final String ENFORCED = "content-security-policy";

    /// The block with what belongs to reporting.
    public FieldBlock on(FieldBlock block) {
        List<HeaderField> fields = new ArrayList<>();
        boolean reported = false;
        for (HeaderField field : block.fields()) {
            if (field.name().toLowerCase(Locale.ROOT).equals(ENFORCED)) {
                reported = true;
                fields.add(new HeaderField(field.name(), reporting(field.value())));
            } else {
                fields.add(field);
            }
        }
        if (candidate.isPresent()) {
            reported = true;
            fields.add(new HeaderField("Content-Security-Policy-Report-Only", reporting(candidate.get())));
        }
        if (reported) {
            endpoint.ifPresent(
                    where -> fields.add(new HeaderField("Reporting-Endpoints", GROUP + "=\"" + where + "\"")));
        }
        return new FieldBlock(fields);
    }

    /// Browsers that know `report-to` ignore `report-uri`, so both can stand there.
    private String reporting(String policy) {
        String lower = policy.toLowerCase(Locale.ROOT);
        if (endpoint.isEmpty() || lower.contains("report-uri") || lower.contains("report-to")) {
            return policy;
        }
        return policy + "; report-uri " + endpoint.get() + "; report-to " + GROUP;
    }
}
