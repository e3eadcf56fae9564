package io.drawbridge.controlplane.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void a_certificate_is_read_with_its_names_and_its_expiry() throws Exception {
        ServerCertificate made =
                TestCertificates.at(NOW).names("API.example.com", "*.example.com").make();

        ServerCertificate read = read(made);

        assertThat(read).isEqualTo(made);
        assertThat(read.names()).containsExactly("api.example.com", "*.example.com");
        assertThat(read.expiry()).isEqualTo(NOW.plus(Duration.ofDays(89)));
        assertThat(read.toString()).contains("api.example.com").doesNotContain("PrivateKey");
    }

    @Test
    void a_name_is_matched_whole_or_by_a_wildcard_for_one_label() {
        ServerCertificate made =
                TestCertificates.at(NOW).names("api.example.com", "*.example.org").make();

        assertThat(made.isFor("api.example.com")).isTrue();
        assertThat(made.isFor("x.example.org")).isTrue();
        assertThat(made.isFor("x.y.example.org")).isFalse();
        assertThat(made.isFor("example.org")).isFalse();
        assertThat(made.isFor("")).isFalse();
    }

    @Test
    void rsa_keys_and_the_traditional_forms_of_keys_are_read() throws Exception {
        ServerCertificate rsa =
                TestCertificates.at(NOW).names("a").key("RSA", 2048).make();
        CertificatePlan.FromFiles files = TestCertificates.write(folder, "rsa", rsa);
        // PKCS #1 for RSA, SEC 1 for EC: what openssl wrote for twenty years.
        Files.writeString(files.key(), TestCertificates.pem(rsa.key()));
        assertThat(Files.readString(files.key())).contains("RSA PRIVATE KEY");
        assertThat(CertificateFiles.read(files.certificate(), files.key(), NOW)).isEqualTo(rsa);

        ServerCertificate ec = TestCertificates.at(NOW).names("b").make();
        CertificatePlan.FromFiles others = TestCertificates.write(folder, "ec", ec);
        Files.writeString(others.key(), TestCertificates.sec1(ec.key()));
        assertThat(Files.readString(others.key())).contains("EC PRIVATE KEY");
        assertThat(CertificateFiles.read(others.certificate(), others.key(), NOW))
                .isEqualTo(ec);
    }

    @Test
    void a_missing_file_is_named() {
        refused(() -> CertificateFiles.chain(folder.resolve("none.pem"), NOW), "there is no file", "none.pem");
    }

    @Test
    void a_file_without_a_certificate_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("a.pem"), "nothing that is PEM\n");

        refused(() -> CertificateFiles.chain(file, NOW), "there is no certificate in");
        refused(() -> CertificateFiles.authorities(file, NOW), "there is no certificate in");
    }

    @Test
    void a_damaged_file_is_refused_without_repeating_it() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.pem"), "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n");

        assertThatThrownBy(() -> CertificateFiles.chain(file, NOW))
                .isInstanceOf(UnfitCertificate.class)
                .hasMessageContaining("is damaged")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void the_last_instant_of_a_certificate_is_the_one_before_its_expiry() throws Exception {
        ServerCertificate made = TestCertificates.at(NOW)
                .names("a")
                .between(NOW.minusSeconds(100), NOW)
                .make();
        CertificatePlan.FromFiles files = TestCertificates.write(folder, "a", made);

        assertThat(CertificateFiles.chain(files.certificate(), NOW.minusSeconds(1)))
                .hasSize(1);
        refused(() -> CertificateFiles.chain(files.certificate(), NOW), "expired at 2026-03-01T12:00:00Z", "renew it");
    }

    @Test
    void a_certificate_that_is_not_good_yet_is_refused() throws Exception {
        ServerCertificate made = TestCertificates.at(NOW)
                .names("a")
                .between(NOW.plusSeconds(1), NOW.plusSeconds(100))
                .make();

        refused(() -> read(made), "is good from 2026-03-01T12:00:01Z on only");
    }

    @Test
    void weak_keys_are_refused_with_what_is_strong_enough() {
        refused(
                () -> read(TestCertificates.at(NOW).names("a").key("RSA", 1024).make()),
                "RSA of 1024 bits",
                "2048 bits or more");
        refused(
                () -> read(TestCertificates.at(NOW)
                        .names("a")
                        .key("Ed25519", 0)
                        .signed("SHA256withECDSA")
                        .make()),
                "of a kind that clients do not take");
    }

    @Test
    void a_signature_that_can_be_forged_is_refused() {
        refused(
                () -> read(TestCertificates.at(NOW)
                        .names("a")
                        .signed("SHA1withRSA")
                        .make()),
                "SHA1withRSA",
                "can be forged");
    }

    @Test
    void a_certificate_for_clients_is_no_servers() {
        refused(
                () -> read(TestCertificates.at(NOW).names("a").forClients().make()),
                "is not made for servers",
                "serverAuth");
    }

    @Test
    void a_key_of_another_certificate_is_refused() throws IOException {
        CertificatePlan.FromFiles a = TestCertificates.write(
                folder, "a", TestCertificates.at(NOW).names("a").make());
        CertificatePlan.FromFiles b = TestCertificates.write(
                folder, "b", TestCertificates.at(NOW).names("b").make());
        CertificatePlan.FromFiles c = TestCertificates.write(
                folder, "c", TestCertificates.at(NOW).names("c").key("RSA", 2048).make());

        refused(() -> CertificateFiles.read(a.certificate(), b.key(), NOW), "b-key.pem is not the key of");
        refused(() -> CertificateFiles.read(a.certificate(), c.key(), NOW), "c-key.pem is not the key of");
        refused(() -> CertificateFiles.read(a.certificate(), a.certificate(), NOW), "there is no private key in");
    }

    @Test
    void a_key_with_a_password_is_refused_with_what_to_do() throws Exception {
        ServerCertificate made = TestCertificates.at(NOW).names("a").make();
        CertificatePlan.FromFiles files = TestCertificates.write(folder, "a", made);
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword("secret".toCharArray())
                .build();
        Files.writeString(files.key(), TestCertificates.pem(new JcaPKCS8Generator(made.key(), encryptor)));

        refused(() -> CertificateFiles.read(files.certificate(), files.key(), NOW), "has a password", "openssl pkey");
    }

    @Test
    void a_chain_out_of_order_is_refused() throws IOException {
        ServerCertificate leaf = TestCertificates.at(NOW).names("a").make();
        var authority = TestCertificates.authority(NOW);
        Path right = folder.resolve("right.pem");
        Path wrong = folder.resolve("wrong.pem");
        String first = TestCertificates.pem(leaf.leaf());
        String second = TestCertificates.pem(authority);
        Files.writeString(right, first + second, StandardCharsets.US_ASCII);
        Files.writeString(wrong, second + first, StandardCharsets.US_ASCII);

        assertThat(chain(right)).containsExactly(leaf.leaf(), authority);
        refused(() -> CertificateFiles.chain(wrong, NOW), "not in order");
    }

    @Test
    void authorities_have_to_be_authorities() throws Exception {
        Path file = folder.resolve("ca.pem");
        Files.writeString(file, TestCertificates.pem(TestCertificates.authority(NOW)));
        assertThat(CertificateFiles.authorities(file, NOW).certificates()).hasSize(1);

        Files.writeString(
                file, TestCertificates.pem(TestCertificates.at(NOW).names("a").make().leaf()));
        refused(() -> CertificateFiles.authorities(file, NOW), "is not the certificate of an authority");
    }

    private List<java.security.cert.X509Certificate> chain(Path file) {
        try {
            return CertificateFiles.chain(file, NOW);
        } catch (UnfitCertificate unfit) {
            throw new AssertionError(unfit);
        }
    }

    private ServerCertificate read(ServerCertificate made) throws IOException, UnfitCertificate {
        CertificatePlan.FromFiles files = TestCertificates.write(folder, "read", made);
        return CertificateFiles.read(files.certificate(), files.key(), NOW);
    }

    private static void refused(ThrowingCallable reading, String... words) {
        assertThatThrownBy(reading).isInstanceOf(UnfitCertificate.class).hasMessageContainingAll(words);
    }
}
