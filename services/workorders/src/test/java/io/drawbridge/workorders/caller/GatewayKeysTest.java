package io.drawbridge.workorders.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.workorders.caller.Identification.Known;
import io.drawbridge.workorders.caller.Identification.Reason;
import io.drawbridge.workorders.caller.Identification.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayKeysTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private FakeGateway gateway;
    private IdentityTokens tokens;

    @BeforeEach
    void start() throws KeysUnreadable {
        gateway = new FakeGateway(folder.resolve("jwks.json"), CLOCK);
        tokens = new IdentityTokens(GatewayKeys.read(gateway.file()), "workorders", CLOCK);
    }

    private Identification identify(String token) {
        return tokens.identify(List.of(token));
    }

    @Test
    void a_new_key_is_known_as_soon_as_the_file_has_it_and_the_old_one_stays_as_long() {
        String old = gateway.user("user1");
        gateway.rotate();
        assertThat(identify(gateway.user("user1"))).isInstanceOf(Known.class);
        assertThat(identify(old)).isInstanceOf(Known.class);
    }

    @Test
    void a_key_that_left_the_file_is_believed_no_more() {
        String old = gateway.user("user1");
        new FakeGateway(gateway.file(), CLOCK);
        assertThat(identify(old)).isEqualTo(new Refused(Reason.UNKNOWN_KEY));
    }

    @Test
    void a_broken_file_changes_nothing_and_a_mended_one_counts() {
        String before = gateway.user("user1");
        gateway.write("{\"keys\": [");
        assertThat(identify(before)).isInstanceOf(Known.class);
        gateway.rotate();
        assertThat(identify(gateway.user("user1"))).isInstanceOf(Known.class);
    }

    @Test
    void a_file_that_is_gone_changes_nothing() throws IOException {
        Files.delete(gateway.file());
        assertThat(identify(gateway.user("user1"))).isInstanceOf(Known.class);
    }

    @Test
    void a_start_without_the_file_says_what_to_do() {
        assertThatThrownBy(() -> GatewayKeys.read(folder.resolve("none.json")))
                .isInstanceOf(KeysUnreadable.class)
                .hasMessageContaining("none.json")
                .hasMessageContaining("start the gateway");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json | is not JSON",
                "{} | has no keys",
                "{\"keys\":[]} | has no keys",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"d\":\"AA\",\"kid\":\"k\"}]} | private key",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\",\"kid\":\"k\",\"x\":\"AA\",\"crv\":\"\"}]} | not of kty OKP",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"kid\":\"made-up\"}]} | thumbprint",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}]} | without the text member kid",
                "{\"keys\":[],\"keys\":[]} | is not JSON",
            })
    void a_file_that_is_no_set_of_public_keys_is_refused_with_the_reason(String document, String reason) {
        gateway.write(document);
        assertThatThrownBy(() -> GatewayKeys.read(gateway.file()))
                .isInstanceOf(KeysUnreadable.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_thumbprint_is_that_of_the_standard() {
        // The key and the thumbprint of RFC 8037, appendices A.2 and A.3.
        assertThat(KeySet.thumbprint("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
                .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
}
