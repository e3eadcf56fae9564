package io.drawbridge.controlplane.readiness;

import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.util.Optional;

/// What to do next with a policy.
///
/// @param text one or two sentences
/// @param command what to type for it; absent where there is nothing to type
public record Recommendation(String text, Optional<String> command) {
    /// The steps of a ramp, in basis points.
    private static final int[] STEPS = {500, 2500, 5000, 10_000};

    public static Recommendation of(PolicyName policy, StanceSetting setting, PolicyReadiness readiness) {
        Stance stance = setting.stance();
        boolean uniform = stance.floor() == stance.ceiling() || stance.share().isAll();
        return switch (stance.ceiling()) {
            case OFF -> step("It is off, so nobody knows whom it would refuse. Watch first.", policy, "monitor");
            case MONITOR, WARN ->
                uniform
                        ? staged(policy, setting, readiness)
                        : ramp(
                                policy,
                                stance,
                                readiness,
                                "is in " + stance.ceiling().word() + " for");
            case ENFORCE ->
                uniform
                        ? new Recommendation(
                                "It is enforced for everybody: nothing is left to raise.", Optional.empty())
                        : ramp(policy, stance, readiness, "is enforced for");
        };
    }

    private static Recommendation staged(PolicyName policy, StanceSetting setting, PolicyReadiness readiness) {
        if (readiness.requests() == 0) {
            return new Recommendation(
                    "No traffic has been seen yet. Let clients come before you raise it.", Optional.empty());
        }
        boolean warned = setting.stance().ceiling() == Mode.WARN;
        return switch (readiness.outlook()) {
            case READY -> step("No client was denied lately. It can be enforced.", policy, "enforce");
            case NOT_ENOUGH_DATA ->
                new Recommendation(
                        "No client was denied lately, but there were too few requests to rely on it: up to "
                                + Percent.text(readiness.bound()) + " of them may be denied. Let more traffic come.",
                        Optional.empty());
            case NOT_READY ->
                warned
                        ? step(
                                whoBreaks(readiness) + " Help them to change"
                                        + setting.enforceAt()
                                                .map(date -> " before " + date)
                                                .orElse("")
                                        + ", or enforce for a small share first.",
                                policy,
                                "enforce --share " + new Share(STEPS[0]))
                        : step(whoBreaks(readiness) + " Warn them, so that they learn of it.", policy, "warn");
        };
    }

    private static Recommendation ramp(PolicyName policy, Stance stance, PolicyReadiness readiness, String standing) {
        int next = 10_000;
        for (int step : STEPS) {
            if (step > stance.share().basisPoints()) {
                next = step;
                break;
            }
        }
        Share share = new Share(next);
        return step(
                "It " + standing + " " + stance.share() + " of clients and in "
                        + stance.floor().word()
                        + " for the rest. "
                        + switch (readiness.outlook()) {
                            case READY -> "No client was denied lately: widen it.";
                            case NOT_READY -> whoBreaks(readiness) + " Widen it when nobody complains.";
                            case NOT_ENOUGH_DATA ->
                                "There was too little traffic lately to rely on. Widen it with care.";
                        },
                policy,
                stance.ceiling().word() + (share.isAll() ? "" : " --share " + share));
    }

    private static String whoBreaks(PolicyReadiness readiness) {
        int clients = readiness.clients().size();
        long denials = readiness.wouldRefuse() + readiness.refused();
        return (clients == 1 ? "1 client was" : clients + " clients were") + " denied, "
                + Percent.text(Percent.share(denials, readiness.requests())) + " of all requests.";
    }

    private static Recommendation step(String text, PolicyName policy, String mode) {
        return new Recommendation(text, Optional.of("drawbridge mode set " + policy + " " + mode));
    }
}
