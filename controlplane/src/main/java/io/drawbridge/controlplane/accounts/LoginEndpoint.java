package io.drawbridge.controlplane.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.drawbridge.controlplane.answers.BadRequest;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Members;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.TokenIssuer;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// `POST /api/v1/auth/login`: a name and a password for an access token.
///
/// The body is a JSON object or a form. One that begins with `{` is JSON whatever its content type says, because
/// `curl -d '{…}'` calls everything a form.
public final class LoginEndpoint implements Endpoint {
    private static final int LONGEST_USERNAME = 128;
    private static final HeaderField NO_STORE = new HeaderField("Cache-Control", "no-store");
    private static final HeaderField CHALLENGE = new HeaderField("WWW-Authenticate", "Bearer realm=\"drawbridge\"");
    private static final Problem REJECTED = new Problem(
            401,
            "login-failed",
            "Login failed",
            "The username and the password do not belong together.",
            "Check both and try again.");
    private static final Problem BUSY = new Problem(
            503,
            "login-busy",
            "Too many logins at a time",
            "Your password could not be checked yet.",
            "Try again after the number of seconds in Retry-After.");
    private static final Problem MEDIA_TYPE = new Problem(
            415,
            "media-type-unsupported",
            "Only JSON and forms are understood",
            "The body is neither application/json nor application/x-www-form-urlencoded.",
            "Send {\"username\": \"…\", \"password\": \"…\"} as application/json.");

    private final Accounts accounts;
    private final TokenIssuer tokens;
    private final Duration lifetime;

    private record Granted(
            String accessToken,
            String tokenType,
            long expiresIn,
            String userId,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> email,
            Set<String> roles) {}

    /// @param lifetime how long a token is good
    public LoginEndpoint(Accounts accounts, TokenIssuer tokens, Duration lifetime) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.lifetime = lifetime;
    }

    @Override
    public Answer answer(Identified exchange, byte[] body) throws InterruptedException {
        String username;
        String password;
        try {
            Members members = members(exchange, body);
            username = members.requiredText("username", LONGEST_USERNAME);
            password = members.requiredText("password", Accounts.LONGEST_PASSWORD);
        } catch (BadRequest bad) {
            return bad.problem().answer();
        }
        return switch (accounts.login(username, password)) {
            case Accounts.Login.Accepted(Account account) -> granted(exchange, account);
            case Accounts.Login.Rejected(String why) ->
                REJECTED.answer(CHALLENGE)
                        .with(notice(exchange, EventName.AUTH_FAILED, Map.of("user", username, "reason", why)));
            case Accounts.Login.Busy _ -> BUSY.answer(new HeaderField("Retry-After", "2"));
        };
    }

    private Answer granted(Identified exchange, Account account) {
        String token = tokens.issue(account.id(), account.roles(), lifetime);
        return Json.answer(
                        200,
                        new Granted(
                                token, "bearer", lifetime.toSeconds(), account.id(), account.email(), account.roles()))
                .with(NO_STORE)
                .with(notice(
                        exchange,
                        EventName.AUTH_SUCCEEDED,
                        Map.of("user", account.username(), "user_id", account.id())));
    }

    private static Members members(Identified exchange, byte[] body) throws BadRequest {
        if (firstVisible(body) == '{') {
            return Members.json(body);
        }
        String type = exchange.head().fields().first("content-type").orElse("").toLowerCase(Locale.ROOT);
        String essence = type.split(";", 2)[0].strip();
        return switch (essence) {
            case "application/json" -> Members.json(body);
            case "", "application/x-www-form-urlencoded" -> Members.form(body);
            default -> throw new BadRequest(MEDIA_TYPE);
        };
    }

    private static int firstVisible(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b;
            }
        }
        return -1;
    }

    private static Notice notice(Identified exchange, EventName name, Map<String, String> details) {
        Map<String, String> ordered = new LinkedHashMap<>();
        ordered.put("action", "login");
        ordered.putAll(new TreeMap<>(details));
        return new Notice(name, exchange.arrivedAt(), ordered, Optional.of(exchange.address()));
    }
}
