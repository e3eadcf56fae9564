package io.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.drawbridge.app.demo.DemoCommand;
import io.drawbridge.cli.Drawbridge;
import io.drawbridge.cli.output.Ink;
import io.drawbridge.cli.session.Session;
import io.drawbridge.controlplane.configuration.ConfigurationReader;
import io.drawbridge.controlplane.configuration.ReadOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// What `README.md` prints can be typed, and its configuration is one.
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w+)\n((?s).*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\$ )?\\./drawbridge ([^#\n]*)");

    private static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(Files.readString(README))
                .results()
                .filter(block -> language.equals(block.group(1)))
                .map(block -> block.group(2))
                .toList();
    }

    static List<String> commands() throws IOException {
        return Stream.concat(blocks("bash").stream(), blocks("console").stream())
                .flatMap(block -> COMMAND.matcher(block).results())
                .map((MatchResult command) -> command.group(1).strip())
                .toList();
    }

    @Test
    void there_are_commands_to_check() throws IOException {
        assertThat(commands()).contains("demo", "report migration").hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_is_known_as_it_is_printed(String command) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Session session = new Session(
                Map.of(), Path.of(""), nowhere, nowhere, InputStream.nullInputStream(), Optional.empty(), Ink.PLAIN);
        Programs programs = new Programs(Path.of(""));
        CommandLine line =
                Drawbridge.commandLine(session, new DemoCommand(session, programs), new RunCommand(session, programs));

        assertThatCode(() -> line.parseArgs(command.split(" +", -1))).doesNotThrowAnyException();
    }

    @Test
    void the_configuration_is_accepted_without_a_warning() throws IOException {
        List<String> files = blocks("yaml");

        assertThat(files).hasSize(1);
        ReadOutcome outcome = ConfigurationReader.read("my-api.yaml", files.getFirst(), Map.of());
        assertThat(outcome)
                .as("%s", outcome)
                .isInstanceOfSatisfying(
                        ReadOutcome.Accepted.class,
                        accepted -> assertThat(accepted.warnings()).isEmpty());
    }
}
