package io.drawbridge.policies.headers;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.Obligation;
import io.drawbridge.domain.verdict.Verdict;

/// Allows everything, and obliges the answer to carry a block of fields.
public final class SecurityHeadersPolicy implements Policy<Arrived> {
    private final Verdict plain;
    private final Verdict secure;

    /// @param block for example [SecurityHeaders#preset], over TLS and without
    public SecurityHeadersPolicy(FieldBlock block) {
        this(block, block);
    }

    /// @param plain the fields of answers over plain HTTP
    /// @param secure the fields of answers over TLS, such as `Strict-Transport-Security`, which RFC 6797,
    /// section 7.2, forbids on the others
    public SecurityHeadersPolicy(FieldBlock plain, FieldBlock secure) {
        this.plain = Verdict.allow(new Obligation.ResponseFields(plain));
        this.secure = Verdict.allow(new Obligation.ResponseFields(secure));
    }

    @Override
    public Verdict judge(Arrived exchange) {
        return switch (exchange.scheme()) {
            case Scheme.Http _ -> plain;
            case Scheme.Https _ -> secure;
        };
    }
}
