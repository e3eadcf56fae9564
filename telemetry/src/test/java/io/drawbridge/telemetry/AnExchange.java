package io.drawbridge.telemetry;

import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Effect;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes exchanges for tests: a plain one, with what a test cares about changed.
public final class AnExchange {
    public static final Instant NOON = Instant.parse("2026-07-28T12:00:00.123Z");
    public static final PolicyName OWNERSHIP = new PolicyName("ownership");
    public static final PolicyName LEGACY = new PolicyName("legacy-auth");

    private Optional<DecisionId> decision = Optional.empty();
    private Instant at = NOON;
    private ClientAddress address = new ClientAddress("127.0.0.9", "127.0.0.9");
    private Optional<RouteName> route = Optional.of(new RouteName("work-order"));
    private boolean ownRoute;
    private Identity identity = Identity.ANONYMOUS;
    private String method = "GET";
    private String path = "/api/v1/work-orders";
    private String query = "";
    private String version = "HTTP/1.1";
    private String userAgent = "curl/8.5.0";
    private String referer = "";
    private int status = 200;
    private Ending ending = Ending.FORWARDED;
    private String cause = "";
    private final List<Judgement> judgements = new ArrayList<>();

    public static AnExchange plain() {
        return new AnExchange();
    }

    /// One that could not be read.
    public static AnExchange unreadable() {
        AnExchange exchange = new AnExchange();
        exchange.method = "";
        exchange.path = "";
        exchange.version = "";
        exchange.userAgent = "";
        exchange.route = Optional.empty();
        exchange.status = 400;
        exchange.ending = Ending.MALFORMED_REQUEST;
        exchange.cause = "a line feed without a carriage return";
        return exchange;
    }

    public AnExchange at(Instant at) {
        this.at = at;
        return this;
    }

    public AnExchange later(Duration duration) {
        return at(at.plus(duration));
    }

    public AnExchange from(String address) {
        this.address = new ClientAddress(address, address);
        return this;
    }

    public AnExchange on(String route) {
        this.route = Optional.of(new RouteName(route));
        return this;
    }

    public AnExchange nowhere() {
        this.route = Optional.empty();
        return ending(Ending.NO_ROUTE).status(404);
    }

    public AnExchange onOwnRoute() {
        this.ownRoute = true;
        return this;
    }

    public AnExchange by(String subject) {
        this.identity = new Identity.Verified(subject, Set.of(), Instant.MAX);
        return this;
    }

    public AnExchange claiming(String subject) {
        this.identity = new Identity.Legacy(subject, "query:user_id");
        return this;
    }

    public AnExchange method(String method) {
        this.method = method;
        return this;
    }

    public AnExchange path(String path) {
        this.path = path;
        return this;
    }

    public AnExchange query(String query) {
        this.query = query;
        return this;
    }

    public AnExchange version(String version) {
        this.version = version;
        return this;
    }

    public AnExchange agent(String userAgent) {
        this.userAgent = userAgent;
        return this;
    }

    public AnExchange referer(String referer) {
        this.referer = referer;
        return this;
    }

    public AnExchange status(int status) {
        this.status = status;
        return this;
    }

    public AnExchange ending(Ending ending) {
        this.ending = ending;
        return this;
    }

    public AnExchange cause(String cause) {
        this.cause = cause;
        return this;
    }

    public AnExchange allowed(PolicyName policy) {
        judgements.add(new Judgement(policy, Mode.ENFORCE, Verdict.ALLOW, Effect.PROCEED));
        return this;
    }

    /// Another user's `user_id`, refused.
    public AnExchange refusedByOwnership() {
        return denied(OWNERSHIP, Mode.ENFORCE, EventName.ACCESS_DENIED, "other-user", 403);
    }

    /// A `user_id` without a token, let pass.
    public AnExchange observedByLegacyAuth() {
        return denied(LEGACY, Mode.MONITOR, EventName.SECURITY_MIGRATION, "legacy-authentication", 401);
    }

    public AnExchange denied(PolicyName policy, Mode mode, EventName event, String code, int status) {
        return denied(policy, mode, new Reason(event, code, "because of " + code), status);
    }

    public AnExchange denied(PolicyName policy, Mode mode, Reason reason, int status) {
        Refusal refusal = new Refusal(status, reason.code(), "No", "Do it otherwise.", List.of());
        Verdict verdict = new Verdict.Deny(reason, refusal, Advice.TELL);
        Effect effect = switch (mode) {
            case OFF -> Effect.PROCEED;
            case MONITOR -> new Effect.Observe(reason, refusal);
            case WARN -> new Effect.Advise(reason, refusal, Advice.TELL);
            case ENFORCE -> new Effect.Refuse(reason, refusal);
        };
        judgements.add(new Judgement(policy, mode, verdict, effect));
        decision = decision.or(() -> Optional.of(DecisionId.random(at)));
        if (mode == Mode.ENFORCE) {
            this.status = status;
            this.ending = Ending.REFUSED;
        }
        return this;
    }

    public AnExchange decided(DecisionId id) {
        decision = Optional.of(id);
        return this;
    }

    public AnExchange undecided(PolicyName policy, String code) {
        Reason reason = new Reason(EventName.POLICY_UNDECIDED, code, "away");
        judgements.add(new Judgement(policy, Mode.ENFORCE, new Verdict.Undecided(reason), Effect.PROCEED));
        return this;
    }

    public Exchanged made() {
        return new Exchanged(
                decision,
                at,
                address,
                route,
                ownRoute,
                identity,
                Client.of(identity, address),
                method,
                path,
                query,
                version,
                userAgent,
                referer,
                status,
                0,
                512,
                3_400_000,
                ending,
                cause,
                judgements,
                7);
    }
}
