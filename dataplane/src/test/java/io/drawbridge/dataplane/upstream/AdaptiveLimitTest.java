package io.drawbridge.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.route.Overload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// All in simulated time, with seeded randomness.
class AdaptiveLimitTest {
    private static final Overload SETTINGS = Overload.DEFAULT;

    private static SimulatedService service(int most, int workers, double meanMillis) {
        return new SimulatedService(SETTINGS, most, workers, meanMillis);
    }

    /// The last one uses four fifths of all that its connections could carry.
    @ParameterizedTest(name = "{0} connections, {1} workers, {2} ms, {3} a second")
    @CsvSource({
        "512, 10, 50, 120",
        "512, 400, 50, 5000",
        "512, 100, 5, 14000",
        "64, 32, 20, 1200",
        "512, 512, 100, 4000"
    })
    void a_healthy_service_is_never_held_back(int most, int workers, double millis, double perSecond) {
        SimulatedService service = service(most, workers, millis).run(600, perSecond);

        assertThat(service.shed).isZero();
        assertThat(service.lowestLimit).isEqualTo(most);
        assertThat(service.done).isGreaterThan((long) (590 * perSecond));
    }

    @ParameterizedTest
    @CsvSource({"2", "5", "20"})
    void an_overloaded_service_goes_on_at_full_speed_and_answers_soon(int times) {
        double capacity = 200;
        SimulatedService service = service(512, 10, 50).run(60, 0.6 * capacity);

        service.run(15, times * capacity);
        assertThat(service.limit()).as("the limit after 15 seconds").isBetween(16, 60);

        service.run(300, times * capacity);
        assertThat(service.done / 300.0).as("answers a second").isGreaterThan(0.95 * capacity);
        assertThat(service.averageMillis()).as("milliseconds an answer").isLessThan(250);
        assertThat(service.shedShare()).isCloseTo(1 - 1.0 / times, org.assertj.core.data.Offset.offset(0.05));
    }

    @Test
    void what_was_learnt_is_not_forgotten_in_an_hour_of_overload() {
        SimulatedService service =
                service(512, 10, 50).run(60, 120).run(3600, 500).run(60, 500);

        assertThat(service.averageMillis()).isLessThan(250);
    }

    @Test
    void after_an_overload_nothing_is_shed() {
        SimulatedService service = service(512, 10, 50).run(60, 120).run(60, 600);
        assertThat(service.shedShare()).isGreaterThan(0.5);

        assertThat(service.run(5, 120).shedShare()).isLessThan(0.05);
        assertThat(service.run(300, 120).shed).isZero();
        assertThat(service.limit()).isEqualTo(512);
    }

    @Test
    void a_service_that_loses_workers_is_held_to_what_the_others_do() {
        SimulatedService service = service(512, 40, 50).run(60, 600).workers(10).run(30, 600);

        service.run(120, 600);
        assertThat(service.averageMillis()).isLessThan(300);
        assertThat(service.done / 120.0).isGreaterThan(190);
    }

    @Test
    void a_service_that_became_slower_without_a_queue_is_soon_left_alone() {
        SimulatedService service = service(512, 1000, 50).run(60, 2000);
        assertThat(service.shed).isZero();

        // 300 at once, where there were 100: all of them are worked on.
        service.meanMillis(150).run(60, 2000);
        assertThat(service.shedShare()).isLessThan(0.05);
        assertThat(service.run(300, 2000).shed).isZero();
    }

    @Test
    void the_limit_never_falls_below_the_floor() {
        Overload settings = new Overload(24, 200);
        SimulatedService service =
                new SimulatedService(settings, 512, 1, 50).run(60, 10).run(120, 1000);

        assertThat(service.lowestLimit).isBetween(24, 32);
    }

    @Test
    void fewer_connections_lower_the_limit_at_once() {
        AdaptiveLimit limit = new AdaptiveLimit(SETTINGS, 512, 0);

        limit.configure(SETTINGS, 8);
        assertThat(limit.offer(1, 0, 0, 0)).isEqualTo(8);
        limit.configure(SETTINGS, 100);
        assertThat(limit.offer(2, 0, 0, 0)).isEqualTo(100);
    }
}
