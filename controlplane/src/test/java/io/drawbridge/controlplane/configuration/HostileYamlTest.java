package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Texts that a YAML reader should not survive by luck.
class HostileYamlTest {
    private static final String BOMB = """
            version: 1
            a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
            d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
            e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
            f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
            """;

    static List<Arguments> hostile() {
        return List.of(
                Arguments.of(
                        "an alias bomb", BOMB, "x.yaml:3:8: the alias *a is not supported: write the value itself"),
                Arguments.of(
                        "a node that holds itself",
                        "version: &v [*v]\n",
                        "x.yaml:1:14: the alias *v is not supported: write the value itself"),
                Arguments.of(
                        "a tag that names a Java class",
                        "version: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://127.0.0.1/\"]]\n",
                        "x.yaml:1:10: the tag 'tag:yaml.org,2002:javax.script.ScriptEngineManager' is not supported:"
                                + " remove it"),
                Arguments.of(
                        "a tag of the file's own",
                        "%TAG ! tag:example.com,2000:\n---\nversion: !x 1\n",
                        "x.yaml:3:10: the tag 'tag:example.com,2000:x' is not supported: remove it"),
                Arguments.of(
                        "lists within lists",
                        "version: " + "[".repeat(500_000),
                        "x.yaml:1:29: this is nested more than 20 deep; no setting is"),
                Arguments.of(
                        "mappings within mappings",
                        "version: " + "{a: ".repeat(200_000),
                        "x.yaml:1:83: this is nested more than 20 deep; no setting is"),
                Arguments.of(
                        "blocks within blocks",
                        "- ".repeat(100_000) + "a\n",
                        "x.yaml:1:41: this is nested more than 20 deep; no setting is"),
                Arguments.of(
                        "very many values",
                        "version: [" + "a,".repeat(300_000) + "a]\n",
                        "x.yaml:1:200005: the file holds more than 100000 values; a configuration is smaller"),
                Arguments.of(
                        "a key twice",
                        "version: 1\n\"version\": 1\n",
                        "x.yaml:2:1: the key 'version' is here a second time (first in line 1): keep one of them"),
                Arguments.of(
                        "a merge key",
                        "version: 1\n<<: [{ listen: 127.0.0.1:1 }]\n",
                        "x.yaml:2:1: the configuration: there is no key '<<'"),
                Arguments.of("a key that is a list", "[a, b]: 1\n", "x.yaml:1:1: a key is a word, not a list"),
                Arguments.of(
                        "a tab as indentation",
                        "admin:\n\tlisten: 127.0.0.1:1\n",
                        "x.yaml:2:1: this is not YAML: a line is indented with spaces, not with tabs"),
                Arguments.of(
                        "a NUL",
                        "version: 1\ndata: a\0b\n",
                        "x.yaml:2:8: the character U+0000 does not belong into a text file: remove it"),
                Arguments.of(
                        "an escape sequence for terminals",
                        "version: 1\r\ndata: \u001B[31m\r\n",
                        "x.yaml:2:7: the character U+001B does not belong into a text file: remove it"),
                Arguments.of(
                        "a NUL by escape",
                        "version: 1\ndata: \"a\\0b\"\n",
                        "x.yaml:2:7: data: the value holds a line break or another control character: write it on one"
                                + " line"),
                Arguments.of(
                        "half a character",
                        "version: 1\rdata: \uD800\r",
                        "x.yaml:2:7: the character U+D800 does not belong into a text file: remove it"),
                Arguments.of(
                        "a byte order mark in the middle",
                        "version: 1\n\uFEFFdata: a\n",
                        "x.yaml:2:1: the character U+FEFF does not belong into a text file: remove it"),
                Arguments.of(
                        "two documents",
                        "version: 1\n...\n---\nversion: 1\n",
                        "x.yaml:3:1: a second document begins here: a configuration is one, remove the '---'"),
                Arguments.of(
                        "more than 1 MiB",
                        "# " + "x".repeat(1 << 20),
                        "x.yaml:1:1: the file has more than 1 MiB; a configuration is a few KiB"),
                Arguments.of(
                        "more than 1 MiB in UTF-8 though not in characters",
                        "# " + "\u20AC".repeat((1 << 20) / 3),
                        "x.yaml:1:1: the file has more than 1 MiB; a configuration is a few KiB"),
                Arguments.of(
                        "a very long value",
                        "version: 1\ndata: " + "x".repeat(4097) + "\n",
                        "x.yaml:2:7: data: the value has more than 4096 characters"),
                Arguments.of(
                        "a very long key",
                        "version: 1\n" + "x".repeat(200) + ": 1\n",
                        "x.yaml:2:1: the configuration: there is no key '" + "x".repeat(60) + "…'"),
                Arguments.of(
                        "another version of YAML", "%YAML 2.0\n---\nversion: 1\n", "x.yaml:1:1: this is not YAML: "),
                Arguments.of("a quote that is not closed", "version: \"1\n", "x.yaml:2:1: this is not YAML: "),
                Arguments.of("no text", "", "x.yaml:1:1: the file is empty: it begins with version: 1"),
                Arguments.of(
                        "one word",
                        "yes\n",
                        "x.yaml:1:1: the configuration: a mapping with the keys version, listen, tls, admin"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void a_hostile_text_is_refused_with_a_problem_that_says_where(String name, String text, String problem) {
        ReadOutcome outcome = ConfigurationReader.read("x.yaml", text, Map.of());

        assertThat(outcome).isInstanceOf(ReadOutcome.Refused.class);
        assertThat(((ReadOutcome.Refused) outcome).problems())
                .extracting(Problem::toString)
                .anySatisfy(line -> assertThat(line).startsWith(problem));
    }

    @Test
    void a_byte_order_mark_at_the_beginning_is_passed_over() {
        String text =
                "\uFEFFversion: 1\nupstreams: { api: 'http://127.0.0.1:1' }\nroutes: [{ path: /a, public: true }]\n";

        assertThat(ConfigurationReader.read("x.yaml", text, Map.of())).isInstanceOf(ReadOutcome.Accepted.class);
    }

    @Test
    void windows_line_ends_are_line_ends() {
        String text = "version: 1\r\nlistne: 127.0.0.1:1\r\n";

        assertThat(((ReadOutcome.Refused) ConfigurationReader.read("x.yaml", text, Map.of())).problems())
                .extracting(Problem::line, Problem::column)
                .contains(org.assertj.core.groups.Tuple.tuple(2, 1));
    }

    @Test
    void a_file_of_nothing_but_mistakes_is_answered_with_a_hundred_of_them_and_a_count() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append("key-").append(i).append(": 1\n");
        }

        List<Problem> problems =
                ((ReadOutcome.Refused) ConfigurationReader.read("x.yaml", text.toString(), Map.of())).problems();

        assertThat(problems).hasSize(101);
        // The three keys that are missing are among those that are only counted.
        assertThat(problems.getLast()).hasToString("x.yaml: there are 4903 more problems; mend these first");
    }
}
