package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.cli.output.Ink;
import io.drawbridge.cli.session.Session;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class HelpTest {
    private static CommandLine commandLine(StringWriter out, Object... more) {
        PrintWriter writer = new PrintWriter(out, true);
        return Drawbridge.commandLine(
                new Session(
                        Map.of(),
                        Path.of(""),
                        writer,
                        writer,
                        new ByteArrayInputStream(new byte[0]),
                        Optional.empty(),
                        Ink.PLAIN),
                more);
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
    }

    /// Every command of the tree, as words.
    static List<String> commands() {
        return all(commandLine(new StringWriter()))
                .map(command -> command.getCommandSpec().qualifiedName())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_help(String command) {
        List<String> args = new ArrayList<>(List.of(command.split(" ")));
        args.removeFirst();
        args.add("--help");

        Shell.Outcome outcome = new Shell().run(args.toArray(String[]::new));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        Golden.matches("help-" + command.replace(' ', '-'), outcome.out());
    }

    @Test
    void every_command_that_does_something_has_an_example_that_parses() {
        List<CommandLine> doing = all(commandLine(new StringWriter()))
                .filter(command -> command.getCommand() instanceof Callable<?>)
                .toList();
        assertThat(doing).hasSizeGreaterThan(8);
        for (CommandLine command : doing) {
            String name = command.getCommandSpec().qualifiedName();
            List<String> examples = Stream.of(
                            command.getCommandSpec().usageMessage().footer())
                    .map(line -> line.strip().replace("%%", "%"))
                    .filter(line -> line.contains(name))
                    .toList();
            assertThat(examples).as(name).isNotEmpty();
            for (String example : examples) {
                String words = example.substring(example.indexOf(name)).replaceFirst("( \\||\\)| >| &&).*", "");
                List<String> args = new ArrayList<>(List.of(words.split(" ")));
                args.removeFirst();
                assertThat(commandLine(new StringWriter()).parseArgs(args.toArray(String[]::new)))
                        .as(example)
                        .isNotNull();
            }
        }
    }

    @Test
    void no_example_puts_a_key_on_the_command_line() {
        assertThat(commands()).isNotEmpty();
        all(commandLine(new StringWriter()))
                .flatMap(command -> command.getCommandSpec().options().stream())
                .forEach(option ->
                        assertThat(option.longestName()).doesNotMatch("--(admin-)?(key|password|secret|token)"));
    }

    @Test
    void the_version_is_the_builds() {
        Shell.Outcome outcome = new Shell().run("--version");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).matches("(?s)drawbridge \\d+\\.\\d+\\.\\d+\\S*\\R.*");
    }

    @Test
    void a_noun_alone_shows_what_it_can_do() {
        Shell.Outcome outcome = new Shell().run("mode");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("history").contains("undo");
        assertThat(new Shell().run().exitCode()).isEqualTo(2);
    }

    @Test
    void a_mistyped_command_is_answered_with_the_nearest_one() {
        Golden.matches("command-typo", new Shell().run("mode", "lst").transcript());
    }

    @Test
    void a_mistyped_option_is_a_usage_error() {
        Golden.matches(
                "option-typo",
                new Shell().run("mode", "list", "--outptu", "json").transcript());
    }

    @Test
    void a_format_that_there_is_not_is_a_usage_error() {
        Golden.matches(
                "format-typo", new Shell().run("mode", "list", "-o", "xml").transcript());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void completion_knows_the_commands_and_their_words(String shell) {
        Shell.Outcome outcome = new Shell().run("completion", shell);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("complete ")
                .contains("legacy-auth")
                .contains("enforce")
                .contains("--enforce-at");
    }

    static List<String> shells() {
        return List.of("bash", "zsh");
    }

    @Test
    void commands_of_other_modules_come_first() {
        @Command(name = "demo", description = "Starts it all.")
        final class Demo implements Callable<Integer> {
            @Override
            public Integer call() {
                return 42;
            }
        }
        StringWriter out = new StringWriter();
        CommandLine root = commandLine(out, new Demo());

        assertThat(root.getSubcommands().keySet()).startsWith("demo", "mode");
        assertThat(root.execute("demo")).isEqualTo(42);
    }

    @Test
    void a_command_that_breaks_says_so_and_is_no_finding() {
        @Command(name = "broken")
        final class Broken implements Callable<Integer> {
            @Override
            public Integer call() {
                throw new IllegalStateException("by design");
            }
        }
        StringWriter out = new StringWriter();

        assertThat(commandLine(out, new Broken()).execute("broken")).isEqualTo(70);
        assertThat(out.toString()).contains("'drawbridge broken' is broken").contains("by design");
    }
}
