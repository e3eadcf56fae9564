package io.drawbridge.telemetry.text;

import io.drawbridge.domain.event.Decision;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Effect;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.util.Optional;

/// The words for a judgement and for an identity.
public final class Findings {
    private Findings() {}

    /// Why a policy did not simply allow; absent where it did. A policy that could not decide and let pass for
    /// that has a reason too.
    public static Optional<Reason> reason(Judgement judgement) {
        return switch (judgement.effect()) {
            case Effect.Observe observe -> Optional.of(observe.reason());
            case Effect.Advise advise -> Optional.of(advise.reason());
            case Effect.Refuse refuse -> Optional.of(refuse.reason());
            case Effect.Proceed _ ->
                switch (judgement.verdict()) {
                    case Verdict.Undecided undecided -> Optional.of(undecided.reason());
                    case Verdict.Deny _, Verdict.Allow _ -> Optional.empty();
                };
        };
    }

    /// Why, where somebody should hear of it: what goes on and changes nothing for the client was told when it began.
    public static Optional<Reason> news(Judgement judgement) {
        return reason(judgement)
                .filter(reason -> reason.news() == Reason.News.NEW || judgement.effect() instanceof Effect.Refuse);
    }

    /// What the client was told, or would have been; absent where nothing was refused in any mode.
    public static Optional<Refusal> refusal(Judgement judgement) {
        return switch (judgement.effect()) {
            case Effect.Observe observe -> Optional.of(observe.refusal());
            case Effect.Advise advise -> Optional.of(advise.refusal());
            case Effect.Refuse refuse -> Optional.of(refuse.refusal());
            case Effect.Proceed _ -> Optional.empty();
        };
    }

    /// `proceed`, `observe`, `advise` or `refuse`.
    public static String effect(Judgement judgement) {
        return switch (judgement.effect()) {
            case Effect.Proceed _ -> "proceed";
            case Effect.Observe _ -> "observe";
            case Effect.Advise _ -> "advise";
            case Effect.Refuse _ -> "refuse";
        };
    }

    public static Decision.Finding finding(Judgement judgement) {
        Optional<Reason> reason = reason(judgement);
        Optional<Refusal> refusal = refusal(judgement);
        return new Decision.Finding(
                judgement.policy().text(),
                judgement.mode().word(),
                effect(judgement),
                refusal.map(Refusal::status).orElse(0),
                reason.map(Reason::code).orElse(""),
                reason.map(Reason::detail).orElse(""),
                refusal.map(Refusal::remediation).orElse(""));
    }

    /// For example `verified subject user1`.
    public static String inWords(Identity identity) {
        return switch (identity) {
            case Identity.Anonymous _ -> "anonymous";
            case Identity.Verified verified -> "verified subject " + verified.subject();
            case Identity.Legacy legacy -> "claimed subject " + legacy.subject() + " by " + legacy.scheme();
            case Identity.Rejected rejected ->
                "rejected credential (" + rejected.reason().code() + ")";
            case Identity.Unknown unknown -> "unknown (" + unknown.reason().code() + ")";
        };
    }
}
