package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Beside each YAML file lies a `.txt` with what the reader has to say of it: every problem, or every fact. To renew
/// one after
/// a deliberate change, copy the actual text out of the failure and read it before it is committed.
class GoldenFilesTest {
    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("DATABASE_PASSWORD", PASSWORD, "EMPTY", "", "CONTROL", "a\u0007b", "ROUTE_PATH", "/from-outside");

    static Stream<Path> refused() throws IOException {
        return files("refused");
    }

    static Stream<Path> accepted() throws IOException {
        return files("accepted");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void every_problem_of_a_refused_file_is_listed_with_its_place(Path file) throws IOException {
        ReadOutcome outcome = read(file);

        assertThat(outcome).isInstanceOf(ReadOutcome.Refused.class);
        String listing = lines(((ReadOutcome.Refused) outcome)
                .problems().stream().map(Problem::toString).toList());
        assertThat(listing).isEqualTo(golden(file));
        assertThat(listing).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void an_accepted_file_says_exactly_these_facts(Path file) throws IOException {
        ReadOutcome outcome = read(file);

        assertThat(outcome).isInstanceOf(ReadOutcome.Accepted.class);
        ReadOutcome.Accepted accepted = (ReadOutcome.Accepted) outcome;
        List<String> facts = new ArrayList<>();
        SpecificationFacts.of(accepted.specification())
                .forEach((subject, properties) -> properties.forEach(
                        (property, value) -> facts.add(SpecificationFacts.name(subject, property) + " = " + value)));
        accepted.warnings().forEach(warning -> facts.add("warning " + warning));
        assertThat(lines(facts)).isEqualTo(golden(file));
    }

    private static ReadOutcome read(Path file) throws IOException {
        return ConfigurationReader.read(file.getFileName().toString(), Files.readString(file), ENVIRONMENT);
    }

    private static String golden(Path file) throws IOException {
        return Files.readString(
                file.resolveSibling(file.getFileName().toString().replace(".yaml", ".txt")));
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static Stream<Path> files(String directory) throws IOException {
        try {
            Path path = Path.of(GoldenFilesTest.class.getResource(directory).toURI());
            try (Stream<Path> files = Files.list(path)) {
                List<Path> yaml = files.filter(file -> file.toString().endsWith(".yaml"))
                        .sorted()
                        .toList();
                assertThat(yaml).isNotEmpty();
                return yaml.stream();
            }
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
