package io.drawbridge.policies.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private Path file;

    @BeforeEach
    void chooseFile(@TempDir Path folder) {
        file = folder.resolve("gateway.pem");
    }

    private static String pem(byte[] pkcs8) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private void write(String text, String permissions) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /// The key of RFC 8037, appendix A, as OpenSSL would write it.
    private static String rfc8037() {
        byte[] seed = Base64.getUrlDecoder().decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
        return pem(HexFormat.of()
                .parseHex("302e020100300506032b657004220420" + HexFormat.of().formatHex(seed)));
    }

    @Test
    void the_key_of_rfc_8037_has_the_public_half_thumbprint_and_signature_of_rfc_8037() throws Exception {
        write(rfc8037(), "rw-------");
        SigningKey key = SigningKey.loadOrCreate(file);
        assertThat(key.keyId()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assertThat(key.publicJwks())
                .isEqualTo("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"sig\",\"alg\":\"EdDSA\",\"kid\":"
                        + "\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}");
        String input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        assertThat(key.sign(input.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    }

    @Test
    void a_new_key_is_written_for_its_owner_alone_and_found_again() throws Exception {
        SigningKey made = SigningKey.loadOrCreate(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
        SigningKey loaded = SigningKey.loadOrCreate(file);
        assertThat(loaded.publicJwks()).isEqualTo(made.publicJwks());
        assertThat(loaded.sign(new byte[] {1})).isEqualTo(made.sign(new byte[] {1}));
    }

    @Test
    void two_new_keys_differ() throws Exception {
        assertThat(SigningKey.loadOrCreate(file).keyId())
                .isNotEqualTo(SigningKey.loadOrCreate(file.resolveSibling("other.pem"))
                        .keyId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----r--", "rw-----w-", "rwxrwxrwx"})
    void a_key_that_others_can_read_or_change_is_refused_with_what_to_do(String permissions) throws Exception {
        write(rfc8037(), permissions);
        assertThatThrownBy(() -> SigningKey.loadOrCreate(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void a_key_that_its_group_can_read_is_taken_as_mounted_secrets_are() throws Exception {
        write(rfc8037(), "r--r-----");
        assertThat(SigningKey.loadOrCreate(file).keyId()).startsWith("kPrK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a key",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n",
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n"
            })
    void a_file_without_a_key_is_refused_and_left_alone(String text) throws Exception {
        write(text, "rw-------");
        assertThatThrownBy(() -> SigningKey.loadOrCreate(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("move the file away");
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void a_key_of_another_algorithm_is_refused() throws Exception {
        write(
                pem(KeyPairGenerator.getInstance("X25519")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded()),
                "rw-------");
        assertThatThrownBy(() -> SigningKey.loadOrCreate(file)).hasMessageContaining("Ed25519");
    }

    @Test
    void a_missing_folder_is_named() {
        Path nowhere = file.resolveSibling("nowhere").resolve("key.pem");
        assertThatThrownBy(() -> SigningKey.loadOrCreate(nowhere))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void the_key_has_no_text_form() throws Exception {
        assertThat(SigningKey.loadOrCreate(file).toString()).matches("SigningKey\\[[A-Za-z0-9_-]{43}]");
    }
}
