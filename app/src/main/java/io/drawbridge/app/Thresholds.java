package io.drawbridge.app;

import io.drawbridge.controlplane.blocks.Blocks;
import io.drawbridge.controlplane.configuration.KnownPolicies;
import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.policy.Effect;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.policies.threshold.FailedAuthentication;
import io.drawbridge.policies.threshold.Sentence;
import io.drawbridge.policies.threshold.Suspects;
import io.drawbridge.storage.Outage;

/// What becomes of exchanges that thresholds are about, once they are recorded. A failed authentication is
/// counted; and where a threshold refused, which only `enforce` does, the sentence becomes a block. So no
/// policy does anything but judge, and no mode but `enforce` blocks anybody.
final class Thresholds implements EventSink {
    private final EventSink inner;
    private final Suspects failing = new Suspects();
    private final Suspects flooding = new Suspects();
    private final FailedAuthentication failures = new FailedAuthentication(failing);
    private final Blocks blocks;

    /// @param inner hears of every event first
    /// @param blocks where sentences are carried out, and known from
    Thresholds(EventSink inner, Blocks blocks) {
        this.inner = inner;
        this.blocks = blocks;
        try {
            blocks.forEachRemembered(this::remember);
        } catch (RuntimeException failure) {
            if (!Outage.isOutage(failure)) {
                throw failure;
            }
            // Repeat offenders begin anew; what blocks them now is known from the disk.
        }
        blocks.onLift(network -> {
            failing.forgive(network);
            flooding.forgive(network);
        });
    }

    private void remember(Block block) {
        block.endsAt().ifPresent(end -> {
            Sentence sentence = new Sentence(block.placedAt(), end, block.offence());
            if (block.author().equals(KnownPolicies.BRUTE_FORCE.text())) {
                failing.remember(block.network(), sentence);
            } else if (block.author().equals(KnownPolicies.REQUEST_FLOOD.text())) {
                flooding.remember(block.network(), sentence);
            }
        });
    }

    /// How many addresses were forgotten for want of room.
    long evictions() {
        return failing.evictions() + flooding.evictions();
    }

    /// Who fails to authenticate.
    Suspects failing() {
        return failing;
    }

    /// Who sends too many requests.
    Suspects flooding() {
        return flooding;
    }

    @Override
    public Recorder recorder() {
        Recorder recorder = inner.recorder();
        return event -> {
            recorder.record(event);
            follow(event);
        };
    }

    @Override
    public void record(Event event) {
        inner.record(event);
        follow(event);
    }

    private void follow(Event event) {
        switch (event) {
            case Notice _ -> {
                // Nobody's request.
            }
            case Exchanged exchanged -> {
                failures.record(exchanged);
                for (int i = 0; i < exchanged.judgements().size(); i++) {
                    Judgement judgement = exchanged.judgements().get(i);
                    if (judgement.effect() instanceof Effect.Refuse(Reason reason, var _)) {
                        carryOut(exchanged, judgement.policy(), reason);
                    }
                }
            }
        }
    }

    private void carryOut(Exchanged exchanged, PolicyName policy, Reason reason) {
        if (!KnownPolicies.isThreshold(policy)) {
            return;
        }
        Suspects suspects = policy.equals(KnownPolicies.BRUTE_FORCE) ? failing : flooding;
        suspects.sentence(exchanged.address(), exchanged.at())
                .ifPresent(sentence -> blocks.sentence(
                        Network.counted(exchanged.address()),
                        policy.text(),
                        reason.detail(),
                        sentence.since(),
                        sentence.until(),
                        sentence.offence()));
    }
}
