package io.drawbridge.controlplane.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentCertificateTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void it_is_for_this_machine_and_its_key_is_the_users_alone() throws Exception {
        ServerCertificate made = DevelopmentCertificate.loadOrMake(folder, () -> NOW);

        assertThat(made.names()).containsExactly("localhost", "127.0.0.1", "::1");
        assertThat(made.leaf().getSubjectX500Principal())
                .isEqualTo(made.leaf().getIssuerX500Principal());
        assertThat(Files.getPosixFilePermissions(folder.resolve("development-key.pem")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        // It is fit by the rules for all certificates.
        Fitness.check(made.chain(), NOW);
    }

    @Test
    void it_stays_the_same_until_it_has_little_time_left() throws IOException {
        ServerCertificate made = DevelopmentCertificate.loadOrMake(folder, () -> NOW);
        Instant late = made.expiry().minus(Duration.ofDays(14));

        assertThat(DevelopmentCertificate.loadOrMake(folder, () -> late.minusSeconds(1)))
                .isEqualTo(made);
        ServerCertificate anew = DevelopmentCertificate.loadOrMake(folder, () -> late);
        assertThat(anew).isNotEqualTo(made);
        assertThat(DevelopmentCertificate.loadOrMake(folder, () -> late)).isEqualTo(anew);
    }

    @Test
    void one_that_cannot_be_read_is_made_anew() throws IOException {
        ServerCertificate made = DevelopmentCertificate.loadOrMake(folder, () -> NOW);
        Files.writeString(folder.resolve("development-key.pem"), "damaged");

        assertThat(DevelopmentCertificate.loadOrMake(folder, () -> NOW)).isNotEqualTo(made);
    }
}
