package io.drawbridge.controlplane.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.drawbridge.controlplane.accounts.Account;
import io.drawbridge.controlplane.accounts.Accounts;
import io.drawbridge.controlplane.accounts.NewAccount;
import io.drawbridge.controlplane.answers.BadRequest;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Members;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the admin API does with users: create one, list them.
final class UserEndpoints {
    private static final Set<String> MEMBERS = Set.of("username", "password", "roles", "email", "id");
    private static final int LONGEST_TEXT = 256;
    private static final int MOST_ROLES = 32;
    /// 144 bits, in 24 characters.
    private static final int GENERATED_BYTES = 18;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Accounts accounts;

    UserEndpoints(Accounts accounts) {
        this.accounts = accounts;
    }

    private record Users(List<UserView> users) {}

    private record UserView(
            String id,
            String username,
            Optional<String> email,
            Set<String> roles,
            Instant createdAt,
            Optional<Instant> lastLogin) {}

    private record Created(
            String id,
            String username,
            Set<String> roles,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> email,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> password) {}

    /// `GET /v1/users`
    Answer list(Identified exchange, byte[] body) {
        return Json.answer(
                200, new Users(accounts.list().stream().map(UserEndpoints::view).toList()));
    }

    /// `POST /v1/users`
    Answer create(Identified exchange, byte[] body) throws BadRequest, InterruptedException {
        Members members = Members.json(body).only(MEMBERS);
        Optional<String> chosen = members.text("password", Accounts.LONGEST_PASSWORD);
        Optional<String> generated = chosen.isPresent() ? Optional.empty() : Optional.of(generated());
        NewAccount wanted;
        try {
            wanted = new NewAccount(
                    members.text("id", LONGEST_TEXT),
                    members.requiredText("username", LONGEST_TEXT),
                    members.text("email", LONGEST_TEXT),
                    new HashSet<>(members.texts("roles", LONGEST_TEXT, MOST_ROLES)));
        } catch (IllegalArgumentException wrong) {
            return new Problem(
                            422,
                            "user-invalid",
                            "This user cannot be created",
                            String.valueOf(wrong.getMessage()),
                            "Change it and try again.")
                    .answer();
        }
        return switch (accounts.create(wanted, chosen.or(() -> generated).orElseThrow())) {
            case Accounts.Creation.Created(Account account) -> created(account, generated, exchange);
            case Accounts.Creation.Taken _ ->
                new Problem(
                                409,
                                "user-exists",
                                "There is such a user",
                                "The username or the id belongs to somebody; names that differ in case alone are the"
                                        + " same.",
                                "Choose another one.")
                        .answer();
            case Accounts.Creation.WeakPassword(String why) ->
                new Problem(
                                422,
                                "password-weak",
                                "The password is too weak",
                                why,
                                "Choose a longer one, or leave it out to have one made.")
                        .answer();
            case Accounts.Creation.Busy _ ->
                new Problem(
                                503,
                                "login-busy",
                                "Too many logins at a time",
                                "The password could not be hashed yet.",
                                "Try again after the number of seconds in Retry-After.")
                        .answer(new HeaderField("Retry-After", "2"));
        };
    }

    private static Answer created(Account account, Optional<String> password, Identified exchange) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("actor", "admin");
        details.put("action", "created");
        details.put("user", account.username());
        details.put("user_id", account.id());
        details.put("roles", String.join(",", account.roles()));
        return Json.answer(
                        201, new Created(account.id(), account.username(), account.roles(), account.email(), password))
                .with(new Notice(
                        EventName.USER_CHANGED, exchange.arrivedAt(), details, Optional.of(exchange.address())));
    }

    private static UserView view(Account account) {
        return new UserView(
                account.id(),
                account.username(),
                account.email(),
                account.roles(),
                account.createdAt(),
                account.lastLogin());
    }

    private static String generated() {
        byte[] random = new byte[GENERATED_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
