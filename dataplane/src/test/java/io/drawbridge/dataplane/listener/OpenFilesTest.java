package io.drawbridge.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
    @Test
    void half_of_few_files_are_for_clients() {
        assertThat(OpenFiles.forClients(300, 100)).isEqualTo(100);
    }

    @Test
    void of_many_files_some_are_kept_for_everything_else() {
        assertThat(OpenFiles.forClients(20_100, 100)).isEqualTo(20_000 - 2_048);
        assertThat(OpenFiles.forClients(Long.MAX_VALUE, 100)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void one_client_is_served_whatever_the_limit() {
        assertThat(OpenFiles.forClients(50, 100)).isEqualTo(1);
    }

    @Test
    void this_machine_says_what_its_limit_is() {
        assertThat(OpenFiles.forClients()).isPositive();
    }
}
