package io.drawbridge.policies.headers;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CspReportingTest {
    private static final FieldBlock BLOCK = FieldBlock.of(
            new HeaderField("X-Frame-Options", "DENY"),
            new HeaderField("Content-Security-Policy", "default-src 'self'"));

    @Test
    void the_policy_names_the_collector_in_both_ways() {
        assertThat(new CspReporting(Optional.of("/reports"), Optional.empty()).on(BLOCK))
                .isEqualTo(FieldBlock.of(
                        new HeaderField("X-Frame-Options", "DENY"),
                        new HeaderField(
                                "Content-Security-Policy",
                                "default-src 'self'; report-uri /reports; report-to csp-endpoint"),
                        new HeaderField("Reporting-Endpoints", "csp-endpoint=\"/reports\"")));
    }

    @Test
    void a_candidate_is_tried_beside_what_is_enforced() {
        FieldBlock block = new CspReporting(Optional.of("/reports"), Optional.of("default-src 'none'")).on(BLOCK);

        assertThat(block.fields())
                .contains(
                        new HeaderField(
                                "Content-Security-Policy-Report-Only",
                                "default-src 'none'; report-uri /reports; report-to csp-endpoint"),
                        new HeaderField(
                                "Content-Security-Policy",
                                "default-src 'self'; report-uri /reports; report-to csp-endpoint"));
    }

    @Test
    void a_policy_with_a_collector_of_its_own_keeps_it() {
        FieldBlock own = FieldBlock.of(new HeaderField("content-security-policy", "img-src *; Report-URI /mine"));

        assertThat(new CspReporting(Optional.of("/reports"), Optional.empty())
                        .on(own)
                        .fields())
                .contains(new HeaderField("content-security-policy", "img-src *; Report-URI /mine"));
    }

    @Test
    void without_a_collector_and_a_candidate_nothing_changes() {
        assertThat(new CspReporting(Optional.empty(), Optional.empty()).on(BLOCK))
                .isEqualTo(BLOCK);
        FieldBlock bare = FieldBlock.of(new HeaderField("X-Frame-Options", "DENY"));
        assertThat(new CspReporting(Optional.of("/reports"), Optional.empty()).on(bare))
                .isEqualTo(bare);
    }
}
