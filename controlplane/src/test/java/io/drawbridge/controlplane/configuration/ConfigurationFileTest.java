package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    @TempDir
    private Path directory;

    @Test
    void a_text_file_is_loaded_as_it_is() throws IOException {
        Path file = Files.writeString(directory.resolve("drawbridge.yaml"), "version: 1 # für alle\n");

        assertThat(ConfigurationFile.load(file))
                .isEqualTo(new FileOutcome.Text(file.toString(), "version: 1 # für alle\n"));
    }

    @Test
    void a_file_of_exactly_1_mib_is_loaded_and_one_byte_more_is_not() throws IOException {
        Path file = Files.writeString(directory.resolve("large.yaml"), "#".repeat(1 << 20));
        assertThat(ConfigurationFile.load(file)).isInstanceOf(FileOutcome.Text.class);

        Files.writeString(file, "#".repeat((1 << 20) + 1));
        assertThat(complaint(file)).isEqualTo(file + ": the file has more than 1 MiB; a configuration is a few KiB");
    }

    @Test
    void a_file_in_another_encoding_is_refused_at_the_first_byte_that_is_not_utf_8() throws IOException {
        Path file = directory.resolve("latin1.yaml");
        Files.write(file, "version: 1\ndata: \u00e4 f\u00fcr\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(complaint(file))
                .isEqualTo(file + ":2:7: this is not UTF-8 text: save the file in the encoding UTF-8");
    }

    @Test
    void a_file_in_utf_16_is_refused() throws IOException {
        Path file = directory.resolve("utf16.yaml");
        Files.write(file, "version: 1\n".getBytes(StandardCharsets.UTF_16));

        assertThat(complaint(file)).startsWith(file + ":1:1: this is not UTF-8 text");
    }

    @Test
    void a_character_cut_off_at_the_end_is_refused() throws IOException {
        Path file = directory.resolve("cut.yaml");
        Files.write(file, new byte[] {'#', (byte) 0xe2, (byte) 0x82});

        assertThat(complaint(file)).startsWith(file + ":1:2: this is not UTF-8 text");
    }

    @Test
    void a_missing_file_and_a_directory_are_problems() {
        assertThat(complaint(directory.resolve("none.yaml")))
                .endsWith("none.yaml: there is no such file: make it, or name another with --config");
        assertThat(complaint(directory)).startsWith(directory + ": the file cannot be read");
    }

    private static String complaint(Path file) {
        FileOutcome outcome = ConfigurationFile.load(file);
        assertThat(outcome).isInstanceOf(FileOutcome.Unreadable.class);
        return ((FileOutcome.Unreadable) outcome).problems().getFirst().toString();
    }
}
