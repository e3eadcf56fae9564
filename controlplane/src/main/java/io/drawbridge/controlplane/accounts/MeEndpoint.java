package io.drawbridge.controlplane.accounts;

import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.verdict.HeaderField;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// `GET /api/v1/auth/me`: whom the token stands for. A legacy claim is not enough here in any mode.
public final class MeEndpoint implements Endpoint {
    private static final HeaderField NO_STORE = new HeaderField("Cache-Control", "no-store");
    private static final Problem ANONYMOUS = new Problem(
            401,
            "token-required",
            "A token is needed",
            "Without a good token there is nobody to tell about.",
            "Send Authorization: Bearer with a token from /api/v1/auth/login.");

    private final Accounts accounts;

    private record Known(
            String id,
            String username,
            Optional<String> email,
            SortedSet<String> roles,
            Instant createdAt,
            Optional<Instant> lastLogin) {}

    private record Foreign(String id, SortedSet<String> roles) {}

    public MeEndpoint(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        return switch (exchange.identity()) {
            case Identity.Verified(String subject, Set<String> roles, Instant _, var _) ->
                Json.answer(200, describe(subject, roles)).with(NO_STORE);
            case Identity.Anonymous _, Identity.Legacy _, Identity.Rejected _, Identity.Unknown _ ->
                ANONYMOUS.answer(new HeaderField("WWW-Authenticate", "Bearer realm=\"drawbridge\""));
        };
    }

    private Object describe(String subject, Set<String> roles) {
        Optional<Account> account = accounts.find(subject);
        if (account.isEmpty()) {
            return new Foreign(subject, new TreeSet<>(roles));
        }
        Account known = account.get();
        return new Known(
                known.id(), known.username(), known.email(), known.roles(), known.createdAt(), known.lastLogin());
    }
}
