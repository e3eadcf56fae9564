package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.configuration.Substitution.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubstitutionTest {
    private static final Substitution SUBSTITUTION =
            new Substitution(Map.of("SET", "value", "EMPTY", "", "DOLLAR", "${SET}"));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "plain, plain, false",
        "a $ and a $x, a $ and a $x, false",
        "${SET}, value, true",
        "before-${SET}-after, before-value-after, true",
        "${SET}${SET}, valuevalue, true",
        "${SET:-default}, value, true",
        "${EMPTY:-default}, default, false",
        "${UNSET:-default}, default, false",
        "${UNSET:-http://127.0.0.1:8001}, http://127.0.0.1:8001, false",
        "${UNSET:-}x, x, false",
        "${EMPTY}x, x, true",
        "$${SET}, ${SET}, false",
        "$${SET} ${SET}, ${SET} value, true",
        "${DOLLAR}, ${SET}, true"
    })
    void references_are_replaced(String written, String value, boolean fromOutside) {
        assertThat(SUBSTITUTION.apply(written)).isEqualTo(new Outcome.Substituted(value, fromOutside));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${UNSET}       | the variable UNSET is not set: set it, or give a default, ${UNSET:-…}
            ${}            | '${}' is neither ${NAME}, ${NAME:-default} nor ${file:/path}; for the text ${ itself write $${
            ${A B}         | '${A B}' is neither ${NAME}, ${NAME:-default} nor ${file:/path}; for the text ${ itself write $${
            ${SET-default} | '${SET-default}' is neither ${NAME}, ${NAME:-default} nor ${file:/path}; for the text ${ itself write $${
            ${SET          | a ${ is not closed by }; for the text ${ itself write $${
            ${A:-${SET}}   | the default of A holds another ${…}: they cannot be nested
            ${file:}       | ${file:…} takes an absolute path, such as ${file:/run/secrets/token}, not ''
            ${file:a/b}    | ${file:…} takes an absolute path, such as ${file:/run/secrets/token}, not 'a/b'
            """)
    void a_reference_that_leads_nowhere_is_a_complaint(String written, String complaint) {
        assertThat(SUBSTITUTION.apply(written)).isEqualTo(new Outcome.Failed(complaint));
    }

    @Test
    void a_file_gives_its_content_without_the_blanks_around_it() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "\n  secret value \n\n");

        assertThat(SUBSTITUTION.apply("<${file:" + file + "}>"))
                .isEqualTo(new Outcome.Substituted("<secret value>", true));
    }

    @Test
    void a_file_that_is_missing_too_long_or_not_text_is_a_complaint_without_its_content() throws IOException {
        Path missing = directory.resolve("missing");
        Path large = Files.writeString(directory.resolve("large"), "x".repeat((64 << 10) + 1));
        Path binary = Files.write(directory.resolve("binary"), new byte[] {'s', 'e', (byte) 0xff});

        assertThat(SUBSTITUTION.apply("${file:" + missing + "}"))
                .isEqualTo(new Outcome.Failed("there is no file " + missing + ": make it, or correct the path"));
        assertThat(SUBSTITUTION.apply("${file:" + large + "}"))
                .isEqualTo(new Outcome.Failed("the file " + large + " has more than 64 KiB; a value is shorter"));
        assertThat(SUBSTITUTION.apply("${file:" + binary + "}"))
                .isEqualTo(new Outcome.Failed("the file " + binary + " is not UTF-8 text"));
        assertThat(SUBSTITUTION.apply("${file:" + directory + "}"))
                .isEqualTo(new Outcome.Failed(
                        "the file " + directory + " cannot be read: make it readable for the gateway"));
    }
}
