package io.drawbridge.controlplane.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(64, 1, 1);

    @Test
    void the_right_password_matches_and_no_other_does() {
        PasswordHash hash = PasswordHash.of("correct horse battery", CHEAP);

        assertThat(hash.matches("correct horse battery")).isTrue();
        assertThat(hash.matches("correct horse batterz")).isFalse();
        assertThat(hash.matches("")).isFalse();
    }

    @Test
    void what_is_stored_says_how_it_was_computed_and_can_be_read_again() {
        PasswordHash hash = PasswordHash.of("correct horse battery", CHEAP);

        assertThat(hash.phc()).startsWith("$argon2id$v=19$m=64,t=1,p=1$").doesNotContain("=$");
        assertThat(PasswordHash.parse(hash.phc())).isEqualTo(hash);
    }

    @Test
    void a_hash_is_checked_at_its_own_cost_whatever_the_usual_one_is() {
        PasswordHash old = PasswordHash.of("correct horse battery", new PasswordHash.Cost(128, 3, 2));

        assertThat(PasswordHash.parse(old.phc()).cost()).isEqualTo(new PasswordHash.Cost(128, 3, 2));
        assertThat(PasswordHash.parse(old.phc()).matches("correct horse battery"))
                .isTrue();
    }

    @Test
    void the_usual_cost_is_owasps_minimum() {
        assertThat(PasswordHash.Cost.USUAL).isEqualTo(new PasswordHash.Cost(19_456, 2, 1));
    }

    @Test
    void the_same_password_never_has_the_same_hash_twice() {
        assertThat(PasswordHash.of("correct horse battery", CHEAP).phc())
                .isNotEqualTo(PasswordHash.of("correct horse battery", CHEAP).phc());
    }

    @Test
    void a_password_is_the_same_from_every_keyboard() {
        PasswordHash composed = PasswordHash.of("caf\u00e9 au lait twice", CHEAP);

        assertThat(composed.matches("cafe\u0301 au lait twice")).isTrue();
    }

    @Test
    void the_hash_of_nobody_matches_nothing_and_costs_the_same() {
        PasswordHash nobody = PasswordHash.ofNobody(CHEAP);

        assertThat(nobody.cost()).isEqualTo(CHEAP);
        assertThat(nobody.matches("")).isFalse();
        assertThat(PasswordHash.parse(nobody.phc())).isEqualTo(nobody);
    }

    @Test
    void the_library_computes_what_rfc_9106_prescribes() {
        // RFC 9106, section 5.3: the test vector of Argon2id.
        byte[] tag = new byte[32];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withIterations(3)
                .withMemoryAsKB(32)
                .withParallelism(4)
                .withSalt(filled(16, 2))
                .withSecret(filled(8, 3))
                .withAdditional(filled(12, 4))
                .build());
        generator.generateBytes(filled(32, 1), tag);

        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=16$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=9999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=64,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
            })
    void anything_else_is_not_a_stored_password(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse(text));
    }

    @Test
    void a_hash_does_not_show_itself() {
        assertThat(PasswordHash.of("correct horse battery", CHEAP).toString()).isEqualTo("PasswordHash[hidden]");
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
