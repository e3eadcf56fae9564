package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever a slip of the hand does to a configuration, the reader answers with a specification or with problems.
class SeededMutationTest {
    private static final String PIECES = "{}[]:,&*!|>'\"%@`#-? \n\t\0\u00e4\ud83d${}x0";
    private static final int TEXTS = 1_000;

    @Test
    void a_mutated_configuration_is_accepted_or_refused_with_problems_that_lie_in_the_text() throws IOException {
        String original = resource("accepted/everything.yaml");
        Random random = new Random(20_260_101);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = mutated(original, random);
            switch (ConfigurationReader.read("x.yaml", text, Map.of())) {
                case ReadOutcome.Accepted outcome -> {
                    accepted++;
                    assertThat(SpecificationDiff.between(outcome.specification(), outcome.specification())
                                    .changes())
                            .isEmpty();
                }
                case ReadOutcome.Refused outcome -> {
                    refused++;
                    // A problem at the end of the text may stand behind its last line.
                    long lines = text.lines().count() + 1;
                    assertThat(outcome.problems())
                            .allSatisfy(
                                    problem -> assertThat((long) problem.line()).isBetween(0L, lines));
                }
            }
        }
        assertThat(accepted).as("accepted of %d", TEXTS).isPositive();
        assertThat(refused).as("refused of %d", TEXTS).isPositive();
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(mutated.length() - 20);
            switch (random.nextInt(4)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
                case 2 -> mutated.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
                default -> mutated.insert(at, mutated.substring(at, at + 20));
            }
        }
        return mutated.toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = SeededMutationTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
