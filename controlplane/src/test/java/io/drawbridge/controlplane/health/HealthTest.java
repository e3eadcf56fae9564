package io.drawbridge.controlplane.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.storage.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
    @TempDir
    Path folder;

    private static Answer ask(Endpoint endpoint) throws Exception {
        return endpoint.answer(Exchanges.request("GET", "/", Map.of(), Identity.ANONYMOUS), new byte[0]);
    }

    @Test
    void health_says_that_the_gateway_answers_and_nothing_more() throws Exception {
        Answer answer = ask(new LivenessEndpoint());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void the_public_hears_of_no_dependency() throws Exception {
        List<Dependency> dependencies = List.of(
                new Dependency("database", new Dependency.State.Away(TestClock.START, "password refused for joe")));
        AtomicReference<Phase> phase = new AtomicReference<>(Phase.SERVING);
        Endpoint ready = new ReadinessEndpoint(phase::get, () -> dependencies, ReadinessEndpoint.Audience.PUBLIC);

        assertThat(ask(ready).status()).isEqualTo(200);
        assertThat(ask(ready).body()).isEqualTo("{\"status\":\"ready\"}");

        phase.set(Phase.STOPPING);
        assertThat(ask(ready).status()).isEqualTo(503);
        assertThat(ask(ready).body()).isEqualTo("{\"status\":\"stopping\"}");
    }

    @Test
    void a_database_that_is_away_is_so_since_it_was_first_seen() {
        TestClock clock = new TestClock();
        Database database = Database.open(folder.resolve("drawbridge.db"));
        DatabaseCheck check = new DatabaseCheck(database, clock);
        assertThat(check.get().state()).isEqualTo(Dependency.State.UP);

        database.close();
        check.get();
        clock.pass(Duration.ofMinutes(5));

        assertThat(check.get().state())
                .isInstanceOfSatisfying(
                        Dependency.State.Away.class,
                        away -> assertThat(away.since()).isEqualTo(TestClock.START));
    }
}
