package io.drawbridge.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbationTest {
    private static final Probation.Admission AT_ONCE = Probation.Admission.AtOnce.AT_ONCE;
    private static final String BAD = "192.0.2.1";
    /// Near the end of what a `long` holds, as `System.nanoTime` may be.
    private static final long START = Long.MAX_VALUE - 1_000;

    private final Probation probation = new Probation();

    private void offend(int times) {
        for (int i = 0; i < times; i++) {
            probation.offended(BAD, START);
        }
    }

    private static Probation.Admission after(Duration delay) {
        return new Probation.Admission.Late(delay);
    }

    @Test
    void who_was_sent_away_twice_is_served_at_once() {
        offend(Probation.OFFENCES - 1);
        assertThat(probation.admit(BAD, START)).isEqualTo(AT_ONCE);
    }

    @Test
    void who_was_sent_away_again_and_again_is_served_one_after_the_other() {
        offend(Probation.OFFENCES);
        assertThat(probation.admit(BAD, START)).isEqualTo(after(Duration.ZERO));
        assertThat(probation.admit(BAD, START)).isEqualTo(after(Probation.PACE));
        assertThat(probation.admit(BAD, START)).isEqualTo(after(Probation.PACE.multipliedBy(2)));
        long later = START + Probation.PACE.toNanos() * 10;
        assertThat(probation.admit(BAD, later)).isEqualTo(after(Duration.ZERO));
    }

    @Test
    void a_queue_that_is_too_long_is_not_joined() {
        offend(Probation.OFFENCES);
        long places = Probation.LONGEST.dividedBy(Probation.PACE) + 1;
        for (long i = 0; i < places; i++) {
            assertThat(probation.admit(BAD, START)).isInstanceOf(Probation.Admission.Late.class);
        }
        assertThat(probation.admit(BAD, START)).isEqualTo(Probation.Admission.Never.NEVER);
    }

    @Test
    void others_are_served_at_once() {
        offend(Probation.OFFENCES);
        assertThat(probation.admit("192.0.2.2", START)).isEqualTo(AT_ONCE);
    }

    @Test
    void it_is_over_when_nothing_happened_for_a_while() {
        offend(Probation.OFFENCES);
        long end = START + Probation.WINDOW.toNanos();
        assertThat(probation.admit(BAD, end)).isEqualTo(after(Duration.ZERO));
        assertThat(probation.admit(BAD, end + 1)).isEqualTo(AT_ONCE);
        assertThat(probation.admit(BAD, START)).as("forgotten").isEqualTo(AT_ONCE);
    }

    @Test
    void it_remembers_so_many_networks_and_no_more() {
        offend(Probation.OFFENCES);
        for (int i = 0; i < Probation.MOST; i++) {
            probation.offended("198.51.100." + i, START);
        }
        assertThat(probation.admit(BAD, START)).isEqualTo(AT_ONCE);
    }
}
