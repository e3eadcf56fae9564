package io.drawbridge.domain.policy;

import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.Obligation;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import java.util.List;

/// What comes of a verdict.
public sealed interface Effect {
    /// Nothing to see.
    Proceed PROCEED = new Proceed(List.of());

    /// The exchange goes on, and these obligations are fulfilled.
    record Proceed(List<Obligation> obligations) implements Effect {
        public Proceed {
            obligations = List.copyOf(obligations);
        }
    }

    /// The exchange goes on unchanged; that it would be refused in `enforce` is recorded.
    record Observe(Reason reason, Refusal refusal) implements Effect {}

    /// The exchange goes on; that it would be refused in `enforce` is recorded and the client is told.
    record Advise(Reason reason, Refusal refusal, Advice advice) implements Effect {}

    /// The exchange ends here.
    record Refuse(Reason reason, Refusal refusal) implements Effect {}
}
