package io.drawbridge.dataplane.chain;

import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Exchange;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Effect;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Obligation;
import io.drawbridge.domain.verdict.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What became of one exchange when it was judged.
public final class Passage {
    /// What happens next.
    public sealed interface Outcome {
        /// Somebody asked for it and nobody refused: it goes to the route's destination.
        record Pass(Identified exchange) implements Outcome {}

        /// It is a preflight that the route answers.
        record Preflight() implements Outcome {}

        /// A policy refused it.
        record Refused(Judgement judgement, Refusal refusal) implements Outcome {}
    }

    private static final RouteName UNROUTED = new RouteName("unrouted");

    private final Arrived arrived;
    private final List<Judgement> judgements = new ArrayList<>(8);
    private final Outcome outcome;
    private Identity identity = Identity.ANONYMOUS;
    private Client client;
    private Optional<DecisionId> decision = Optional.empty();

    private Passage(Arrived arrived, Route route) {
        this.arrived = arrived;
        this.client = arrived.client();
        this.outcome = judge(route);
    }

    private Passage(Arrived arrived, List<Binding<Arrived>> bindings) {
        this.arrived = arrived;
        this.client = arrived.client();
        this.outcome =
                run(bindings, arrived).orElseGet(() -> new Outcome.Pass(new Identified(arrived, Identity.ANONYMOUS)));
    }

    /// Judges what has no route of its own: paths that nothing serves, and requests that cannot be read.
    ///
    /// @param head as far as it is known
    public static Passage unrouted(
            RequestHead head, ClientAddress address, Instant arrivedAt, List<Binding<Arrived>> bindings) {
        return new Passage(new Arrived(head, address, UNROUTED, Map.of(), arrivedAt), bindings);
    }

    public static Passage judge(Arrived arrived, Route route) {
        return new Passage(arrived, route);
    }

    private Outcome judge(Route route) {
        Optional<Outcome> refused = run(route.onArrival(), arrived).or(() -> run(route.onBody(), arrived));
        if (refused.isPresent()) {
            return refused.get();
        }
        if (CrossOrigin.isPreflight(arrived.head()) && !route.crossOrigin().equals(CrossOrigin.NONE)) {
            return new Outcome.Preflight();
        }
        identity = route.authenticator().identify(arrived);
        Identified identified = new Identified(arrived, identity);
        client = identified.client();
        return run(route.onIdentified(), identified).orElseGet(() -> new Outcome.Pass(identified));
    }

    private <E extends Exchange> Optional<Outcome> run(List<Binding<E>> bindings, E exchange) {
        for (int i = 0; i < bindings.size(); i++) {
            Judgement judgement = bindings.get(i).judge(exchange);
            judgements.add(judgement);
            if (judgement.isDenial() && decision.isEmpty()) {
                decision = Optional.of(DecisionId.random(arrived.arrivedAt()));
            }
            if (judgement.effect() instanceof Effect.Refuse refuse) {
                return Optional.of(new Outcome.Refused(judgement, refuse.refusal()));
            }
        }
        return Optional.empty();
    }

    public Outcome outcome() {
        return outcome;
    }

    /// Judges again, now that more of a body of unknown length has been read. What a policy finds is recorded
    /// once: when it has found the body too large, it is not asked again.
    ///
    /// @return the refusal, where there is one
    public Optional<Outcome.Refused> grown(Route route, long bodyBytes) {
        for (Binding<Arrived> binding : route.onBody()) {
            if (judgements.stream().anyMatch(j -> j.isDenial() && j.policy().equals(binding.name()))) {
                continue;
            }
            Judgement judgement = binding.judge(arrived.withBodyBytes(bodyBytes));
            if (judgement.isDenial()) {
                judgements.add(judgement);
                if (decision.isEmpty()) {
                    decision = Optional.of(DecisionId.random(arrived.arrivedAt()));
                }
            }
            if (judgement.effect() instanceof Effect.Refuse refuse) {
                return Optional.of(new Outcome.Refused(judgement, refuse.refusal()));
            }
        }
        return Optional.empty();
    }

    public Identity identity() {
        return identity;
    }

    public Client client() {
        return client;
    }

    /// Present when a policy refused the exchange, or would have.
    public Optional<DecisionId> decision() {
        return decision;
    }

    /// What the policies said, in order; nothing where all of them allowed.
    public List<Judgement> findings() {
        return decision.isEmpty() ? List.of() : judgements;
    }

    /// Fields that the answer must carry in place of the upstream's own.
    public List<FieldBlock> obligations() {
        List<FieldBlock> blocks = new ArrayList<>(4);
        for (int i = 0; i < judgements.size(); i++) {
            if (judgements.get(i).effect() instanceof Effect.Proceed proceed) {
                for (Obligation obligation : proceed.obligations()) {
                    switch (obligation) {
                        case Obligation.ResponseFields fields -> blocks.add(fields.block());
                    }
                }
            }
        }
        return blocks;
    }

    /// Fields that tell the client what is to come, beside whatever else the answer carries.
    public List<FieldBlock> advice() {
        List<FieldBlock> blocks = List.of();
        for (Judgement judgement : findings()) {
            if (judgement.effect() instanceof Effect.Advise advise && advise.advice() instanceof Advice.Tell tell) {
                if (blocks.isEmpty()) {
                    blocks = new ArrayList<>(4);
                }
                blocks.add(tell.fields());
                blocks.add(FieldBlock.of(wouldRefuse(judgement, advise)));
            }
        }
        return blocks;
    }

    /// One member of an RFC 9651 list; the field may stand several times.
    private HeaderField wouldRefuse(Judgement judgement, Effect.Advise advise) {
        return new HeaderField(
                "Drawbridge-Would-Refuse",
                judgement.policy() + "; status=" + advise.refusal().status() + "; id=\""
                        + decision.map(DecisionId::text).orElse("") + "\"");
    }
}
