package io.drawbridge.controlplane.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.certificates.CertificateKeeper.Standing;
import io.drawbridge.domain.tls.ClientVerification;
import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TlsSettings;
import io.drawbridge.domain.tls.TlsVersion;
import io.drawbridge.domain.tls.TrustedAuthorities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateKeeperTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    private final List<TlsSettings> served = new ArrayList<>();
    private CertificatePlan.FromFiles file =
            new CertificatePlan.FromFiles(Path.of("a"), Path.of("b"), certificate("a.example.com"));

    @BeforeEach
    void write() throws IOException {
        file = TestCertificates.write(folder, "a", certificate("a.example.com"));
    }

    @Test
    void the_configured_ones_come_first_then_the_issued_one_then_the_gateways_own() {
        ServerCertificate own = certificate("localhost");
        ServerCertificate issued = certificate("issued.example.com");
        CertificateKeeper keeper = new CertificateKeeper(plan(file), Optional.of(own), () -> NOW);
        keeper.serve(served::add);

        keeper.issued(issued);

        assertThat(served).hasSize(1);
        assertThat(served.getFirst().certificates()).containsExactly(file.loaded(), issued, own);
        assertThat(keeper.standings())
                .containsExactly(
                        new Standing(
                                List.of("a.example.com"),
                                file.loaded().expiry(),
                                file.certificate().toString()),
                        new Standing(List.of("issued.example.com"), issued.expiry(), "acme"),
                        new Standing(List.of("localhost"), own.expiry(), "development"));
    }

    @Test
    void files_that_did_not_change_are_not_read_again() {
        CertificateKeeper keeper = keeper();

        keeper.look();
        keeper.look();

        assertThat(served).isEmpty();
    }

    @Test
    void changed_files_are_taken_when_they_have_settled() throws IOException {
        CertificateKeeper keeper = keeper();
        ServerCertificate renewed = certificate("a.example.com");
        TestCertificates.write(folder, "a", renewed);

        keeper.look();
        assertThat(served).isEmpty();
        keeper.look();

        assertThat(served).hasSize(1);
        assertThat(served.getFirst().certificates()).containsExactly(renewed);
        keeper.look();
        assertThat(served).hasSize(1);
    }

    @Test
    void a_link_that_points_elsewhere_is_a_change() throws IOException {
        CertificatePlan.FromFiles next = TestCertificates.write(folder, "next", certificate("a.example.com"));
        Path chain = Files.createSymbolicLink(folder.resolve("live.pem"), file.certificate());
        Path key = Files.createSymbolicLink(folder.resolve("live-key.pem"), file.key());
        CertificateKeeper keeper = keeper(plan(new CertificatePlan.FromFiles(chain, key, file.loaded())));
        link(chain, next.certificate());
        link(key, next.key());

        keeper.look();
        keeper.look();

        assertThat(served.getLast().certificates()).containsExactly(next.loaded());
    }

    @Test
    void a_certificate_without_its_key_changes_nothing_until_the_key_comes() throws IOException {
        CertificateKeeper keeper = keeper();
        Path half = Files.createDirectory(folder.resolve("half"));
        CertificatePlan.FromFiles renewed = TestCertificates.write(half, "a", certificate("a.example.com"));
        Files.copy(renewed.certificate(), file.certificate(), StandardCopyOption.REPLACE_EXISTING);

        keeper.look();
        keeper.look();
        assertThat(served).isEmpty();
        assertThat(keeper.settings().certificates()).containsExactly(file.loaded());

        Files.copy(renewed.key(), file.key(), StandardCopyOption.REPLACE_EXISTING);
        keeper.look();
        keeper.look();
        assertThat(served.getLast().certificates()).containsExactly(renewed.loaded());
    }

    @Test
    void a_file_that_is_gone_changes_nothing() throws IOException {
        CertificateKeeper keeper = keeper();
        Files.delete(file.key());

        keeper.look();
        keeper.look();

        assertThat(served).isEmpty();
        assertThat(keeper.settings().certificates()).containsExactly(file.loaded());
    }

    @Test
    void one_bad_certificate_among_good_ones_changes_nothing() throws IOException {
        CertificatePlan.FromFiles other = TestCertificates.write(folder, "b", certificate("b.example.com"));
        CertificateKeeper keeper = keeper(plan(file, other));
        TestCertificates.write(folder, "a", certificate("new.example.com"));
        TestCertificates.write(folder, "b", certificate("new.example.com"));

        keeper.look();
        keeper.look();

        assertThat(served).isEmpty();
    }

    @Test
    void a_plan_that_was_read_again_is_taken_at_once() {
        CertificateKeeper keeper = keeper();
        ServerCertificate other = certificate("other.example.com");
        TrustedAuthorities staff = new TrustedAuthorities(List.of(TestCertificates.authority(NOW)));

        keeper.take(new CertificatePlan(
                List.of(new CertificatePlan.FromFiles(file.certificate(), file.key(), other)),
                TlsVersion.TLS_1_3,
                Optional.of(new CertificatePlan.OfClients(
                        folder.resolve("ca.pem"), CertificatePlan.Demand.REQUIRED, staff))));

        assertThat(served)
                .containsExactly(new TlsSettings(
                        List.of(other), TlsVersion.TLS_1_3, new ClientVerification.Required(staff)));
    }

    @Test
    void a_name_that_two_certificates_are_for_is_said_with_both() {
        CertificatePlan twice = plan(
                file,
                new CertificatePlan.FromFiles(
                        Path.of("other.pem"), Path.of("other-key.pem"), certificate("b.example.com", "a.example.com")));

        assertThat(twice.nameTwice()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("a.pem", "other.pem", "a.example.com"));
        assertThat(plan(file).nameTwice()).isEmpty();
    }

    private static void link(Path link, Path target) throws IOException {
        Files.delete(link);
        Files.createSymbolicLink(link, target);
    }

    private CertificateKeeper keeper() {
        return keeper(plan(file));
    }

    private CertificateKeeper keeper(CertificatePlan plan) {
        CertificateKeeper keeper = new CertificateKeeper(plan, Optional.empty(), () -> NOW);
        keeper.serve(served::add);
        return keeper;
    }

    private static CertificatePlan plan(CertificatePlan.FromFiles... files) {
        return new CertificatePlan(List.of(files), TlsVersion.TLS_1_2, Optional.empty());
    }

    private static ServerCertificate certificate(String... names) {
        return TestCertificates.at(NOW).names(names).make();
    }
}
