package io.drawbridge.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.upstream.RetryBudget.Share;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final RetryBudget budget = new RetryBudget();

    private int granted(int wanted, int inFlight) {
        int granted = 0;
        for (int i = 0; i < wanted; i++) {
            granted += budget.take(inFlight, 20) == Share.ONE ? 1 : 0;
        }
        return granted;
    }

    @Test
    void when_everything_fails_the_load_grows_by_a_fifth_and_no_more() {
        assertThat(granted(1_000, 1_000)).isEqualTo(200);
        assertThat(budget.refused()).isEqualTo(800);
        assertThat(budget.granted()).isEqualTo(200);
    }

    @Test
    void a_quiet_upstream_has_a_few() {
        assertThat(granted(10, 1)).isEqualTo(RetryBudget.ALWAYS);
    }

    @Test
    void what_is_given_back_can_be_taken_again() {
        granted(3, 1);
        budget.giveBack(Share.ONE);
        budget.giveBack(Share.NONE);
        assertThat(granted(3, 1)).isEqualTo(1);
    }
}
