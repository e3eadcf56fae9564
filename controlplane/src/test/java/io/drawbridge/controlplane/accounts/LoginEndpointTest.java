package io.drawbridge.controlplane.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.storage.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LoginEndpointTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String RIGHT = "{\"username\":\"Ann\",\"password\":\"" + PASSWORD + "\"}";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    Path folder;

    private Database database;
    private LoginEndpoint endpoint;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("drawbridge.db"));
        Accounts accounts = AccountsTest.accounts(database, new TestClock());
        accounts.create(
                new NewAccount(Optional.of("u-1"), "ann", Optional.of("ann@example.org"), Set.of("admin")), PASSWORD);
        endpoint = new LoginEndpoint(
                accounts,
                (subject, roles, lifetime) -> "token of " + subject + " " + roles + " " + lifetime,
                Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_right_password_gets_a_token_that_no_cache_keeps() throws Exception {
        Answer answer = login(RIGHT, JSON);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Json.read(answer.body())).isEqualTo(Json.read("""
                        {"access_token": "token of u-1 [admin] PT1H", "token_type": "bearer", "expires_in": 3600,
                         "user_id": "u-1", "email": "ann@example.org", "roles": ["admin"]}"""));
        assertThat(answer.fields()).contains(new HeaderField("Cache-Control", "no-store"));
        Notice notice = answer.notices().getFirst();
        assertThat(notice.name()).isEqualTo(EventName.AUTH_SUCCEEDED);
        assertThat(notice.address()).contains(Exchanges.ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"username\":\"ann\",\"password\":\"wrong horse battery\"}",
                "{\"username\":\"bob\",\"password\":\"wrong horse battery\"}"
            })
    void a_wrong_password_and_an_unknown_user_get_the_same_answer(String body) throws Exception {
        Answer answer = login(body, JSON);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.fields()).extracting(HeaderField::name).contains("WWW-Authenticate");
        assertThat(Json.read(answer.body())).isEqualTo(Json.read("""
                        {"type": "urn:drawbridge:problem:login-failed", "title": "Login failed", "status": 401,
                         "code": "login-failed", "detail": "The username and the password do not belong together.",
                         "remediation": "Check both and try again."}"""));
    }

    @Test
    void a_failure_is_told_without_the_password() throws Exception {
        Answer answer = login("{\"username\":\"ann\\nAUTH\",\"password\":\"my secret guess\"}", JSON);

        Notice notice = answer.notices().getFirst();
        assertThat(notice.name()).isEqualTo(EventName.AUTH_FAILED);
        assertThat(notice.details()).containsEntry("user", "ann\nAUTH").containsEntry("reason", "unknown-user");
        assertThat(notice.toString() + answer.body()).doesNotContain("my secret guess");
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, "application/json; charset=utf-8", FORM, "text/plain", "multipart/form-data", ""})
    void a_body_that_begins_with_a_brace_is_json_whatever_its_type_says(String type) throws Exception {
        assertThat(login(" \r\n\t" + RIGHT, type).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {FORM, "APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8", ""})
    void a_form_is_understood(String type) throws Exception {
        assertThat(login("username=ann&password=correct+horse%20battery&scope=", type)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void another_kind_of_body_is_refused() throws Exception {
        assertThat(login("<login/>", "application/xml").status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{} {}",
                "[]",
                "{\"username\":\"ann\",\"username\":\"bob\",\"password\":\"correct horse battery\"}",
                "{\"username\":\"ann\"}",
                "{\"username\":\"\",\"password\":\"correct horse battery\"}",
                "{\"username\":7,\"password\":\"correct horse battery\"}",
                "{\"username\":\"ann\",\"password\":null}",
                "{\"username\":\"ann\",\"password\":[\"correct horse battery\"]}",
                "{\"username\":\"ann\",\"password\":{\"a\":1}}",
            })
    void json_that_is_wrong_is_a_bad_request(String body) throws Exception {
        Answer answer = login(body, JSON);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body()).doesNotContain("correct horse");
        assertThat(answer.notices()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "username=ann", "username=ann&username=bob&password=x", "username=%zz&password=x"})
    void a_form_that_is_wrong_is_a_bad_request(String body) throws Exception {
        assertThat(login(body, FORM).status()).isEqualTo(400);
    }

    @Test
    void a_body_that_is_not_text_is_a_bad_request() throws Exception {
        byte[] body = {(byte) 0xff, (byte) 0xfe, '=', 'x'};

        assertThat(endpoint.answer(request(FORM), body).status()).isEqualTo(400);
    }

    @Test
    void texts_that_are_too_long_are_a_bad_request() throws Exception {
        assertThat(login("{\"username\":\"" + "a".repeat(129) + "\",\"password\":\"x\"}", JSON)
                        .status())
                .isEqualTo(400);
        assertThat(login("{\"username\":\"ann\",\"password\":\"" + "x".repeat(1025) + "\"}", JSON)
                        .status())
                .isEqualTo(400);
        assertThat(login("{\"username\":\"ann\",\"password\":\"" + "x".repeat(1024) + "\"}", JSON)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void who_finds_no_place_to_be_checked_is_told_to_come_back() throws Exception {
        Accounts full = new Accounts(
                database.jdbi(), new TestClock(), new PasswordHash.Cost(64, 1, 1), new HashingGate(0, Duration.ZERO));
        LoginEndpoint busy = new LoginEndpoint(full, (subject, roles, lifetime) -> "", Duration.ofHours(1));

        Answer answer = busy.answer(request(JSON), RIGHT.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.fields()).contains(new HeaderField("Retry-After", "2"));
        assertThat(full.turnedAway()).isEqualTo(1);
    }

    @Test
    void me_tells_whom_a_token_stands_for() {
        MeEndpoint me = new MeEndpoint(AccountsTest.accounts(database, new TestClock()));

        JsonNode known = Json.read(me.answer(as(new Identity.Verified("u-1", Set.of(), TestClock.START)), new byte[0])
                .body());
        JsonNode foreign =
                Json.read(me.answer(as(new Identity.Verified("x", Set.of("b", "a"), TestClock.START)), new byte[0])
                        .body());

        assertThat(known).isEqualTo(Json.read("""
                        {"id": "u-1", "username": "ann", "email": "ann@example.org", "roles": ["admin"],
                         "created_at": "2026-03-01T12:00:00Z", "last_login": null}"""));
        assertThat(foreign).isEqualTo(Json.read("{\"id\": \"x\", \"roles\": [\"a\", \"b\"]}"));
    }

    @Test
    void me_tells_nothing_to_who_only_claims_to_be_somebody() {
        MeEndpoint me = new MeEndpoint(AccountsTest.accounts(database, new TestClock()));

        Answer answer = me.answer(as(new Identity.Legacy("u-1", "query:user_id")), new byte[0]);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("ann");
        assertThat(me.answer(as(Identity.ANONYMOUS), new byte[0]).fields())
                .extracting(HeaderField::name)
                .contains("WWW-Authenticate");
    }

    private Answer login(String body, String type) throws Exception {
        return endpoint.answer(request(type), body.getBytes(StandardCharsets.UTF_8));
    }

    private static io.drawbridge.domain.exchange.Identified request(String type) {
        return type.isEmpty()
                ? Exchanges.request("POST", "/api/v1/auth/login", Map.of(), Identity.ANONYMOUS)
                : Exchanges.request("POST", "/api/v1/auth/login", Map.of(), Identity.ANONYMOUS, "Content-Type", type);
    }

    private static io.drawbridge.domain.exchange.Identified as(Identity identity) {
        return Exchanges.request("GET", "/api/v1/auth/me", Map.of(), identity);
    }
}
