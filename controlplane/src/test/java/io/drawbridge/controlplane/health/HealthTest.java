package io.drawbridge.controlplane.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.route.TargetCondition;
import io.drawbridge.domain.route.UpstreamStatus;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Reach;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Dependencies dependencies = new Dependencies(database, Optional.empty(), List::of, clock);
        assertThat(dependencies.get()).containsExactly(new Dependency("database", Dependency.State.UP));

        database.close();
        dependencies.get();
        clock.pass(Duration.ofMinutes(5));

        assertThat(dependencies.get().getFirst().state())
                .isInstanceOfSatisfying(
                        Dependency.State.Away.class,
                        away -> assertThat(away.since()).isEqualTo(TestClock.START));
    }

    @Test
    void operators_hear_of_everything_that_is_away_and_the_gateway_stays_ready() throws Exception {
        TestClock clock = new TestClock();
        AtomicReference<Reach> redis =
                new AtomicReference<>(new Reach.Away(TestClock.START.minusSeconds(60), "connection refused"));
        List<UpstreamStatus> upstreams = new ArrayList<>();
        upstreams.add(upstream("whole", TargetCondition.HEALTHY, TargetCondition.EJECTED));
        upstreams.add(upstream("gone", TargetCondition.UNHEALTHY, TargetCondition.UNRESOLVED));
        try (Database database = Database.open(folder.resolve("drawbridge.db"))) {
            Dependencies dependencies =
                    new Dependencies(database, Optional.of(redis::get), () -> List.copyOf(upstreams), clock);
            Endpoint ready =
                    new ReadinessEndpoint(() -> Phase.SERVING, dependencies, ReadinessEndpoint.Audience.OPERATORS);

            assertThat(ask(ready).status()).isEqualTo(200);
            assertThat(ask(ready).body())
                    .contains("\"status\":\"degraded\"")
                    .contains("{\"name\":\"redis\",\"state\":\"away\",\"since\":\"2")
                    .contains("{\"name\":\"upstream whole\",\"state\":\"up\"}")
                    .contains("http://gone:1 is unhealthy, http://gone:2 is unresolved");

            redis.set(new Reach.Reached());
            upstreams.set(1, upstream("gone", TargetCondition.UNHEALTHY, TargetCondition.HEALTHY));
            assertThat(ask(ready).body()).contains("\"status\":\"ready\"");
        }
    }

    private static UpstreamStatus upstream(String name, TargetCondition... targets) {
        List<UpstreamStatus.TargetStatus> statuses = new ArrayList<>();
        for (TargetCondition state : targets) {
            statuses.add(new UpstreamStatus.TargetStatus(
                    "http://" + name + ":" + (statuses.size() + 1), "", 1, state, 0, 0, 0));
        }
        return new UpstreamStatus(name, 0, 1, 0, 1, new UpstreamStatus.Figures(0, 0, 0, 0, 0, 0), statuses);
    }
}
