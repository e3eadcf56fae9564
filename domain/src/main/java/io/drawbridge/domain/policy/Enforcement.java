package io.drawbridge.domain.policy;

import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.util.List;

/// The one table that says what a verdict does.
///
/// | | `off` | `monitor` | `warn` | `enforce` |
/// |---|---|---|---|---|
/// | allow | nothing | nothing | fulfil obligations | fulfil obligations |
/// | deny | nothing | observe | advise | refuse |
/// | undecided, else refuse | nothing | observe | advise | refuse |
/// | undecided, else proceed | nothing | nothing | nothing | nothing |
///
/// A monitored policy changes nothing, so its obligations are not fulfilled either.
public final class Enforcement {
    /// What a client is told when a policy could not decide: nothing but that it may try again.
    static final Refusal UNDECIDED = new Refusal(
            503, "policy-undecided", "The request could not be checked", "Try again in a moment.", List.of());

    private Enforcement() {}

    public static Effect effect(Mode mode, OnUndecided onUndecided, Verdict verdict) {
        return switch (mode) {
            case OFF -> Effect.PROCEED;
            case MONITOR ->
                switch (verdict) {
                    case Verdict.Allow _ -> Effect.PROCEED;
                    case Verdict.Deny deny -> new Effect.Observe(deny.reason(), deny.refusal());
                    case Verdict.Undecided undecided ->
                        switch (onUndecided) {
                            case REFUSE -> new Effect.Observe(undecided.reason(), UNDECIDED);
                            case PROCEED -> Effect.PROCEED;
                        };
                };
            case WARN ->
                switch (verdict) {
                    case Verdict.Allow allow -> proceed(allow);
                    case Verdict.Deny deny -> new Effect.Advise(deny.reason(), deny.refusal(), deny.advice());
                    case Verdict.Undecided undecided ->
                        switch (onUndecided) {
                            case REFUSE -> new Effect.Advise(undecided.reason(), UNDECIDED, Advice.TELL);
                            case PROCEED -> Effect.PROCEED;
                        };
                };
            case ENFORCE ->
                switch (verdict) {
                    case Verdict.Allow allow -> proceed(allow);
                    case Verdict.Deny deny -> new Effect.Refuse(deny.reason(), deny.refusal());
                    case Verdict.Undecided undecided ->
                        switch (onUndecided) {
                            case REFUSE -> new Effect.Refuse(undecided.reason(), UNDECIDED);
                            case PROCEED -> Effect.PROCEED;
                        };
                };
        };
    }

    private static Effect proceed(Verdict.Allow allow) {
        return allow.obligations().isEmpty() ? Effect.PROCEED : new Effect.Proceed(allow.obligations());
    }
}
