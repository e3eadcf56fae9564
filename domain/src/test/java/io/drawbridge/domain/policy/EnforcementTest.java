package io.drawbridge.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Obligation;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EnforcementTest {
    private static final Obligation OBLIGATION =
            new Obligation.ResponseFields(FieldBlock.of(new HeaderField("X-Frame-Options", "DENY")));
    private static final Reason REASON =
            new Reason(EventName.ACCESS_DENIED, "not-the-owner", "user2 asked for user1's");
    private static final Refusal REFUSAL = new Refusal(403, "not-yours", "Not yours", "Ask for your own.", List.of());
    private static final Advice TELLING = new Advice.Tell(FieldBlock.of(new HeaderField("X-Deprecated-Auth", "true")));
    private static final Reason AWAY = new Reason(EventName.POLICY_UNDECIDED, "keys-away", "the key set is away");

    /// What the table is made of, each with the word for it in the table.
    private static final Map<String, Verdict> VERDICTS = Map.of(
            "allow", Verdict.ALLOW,
            "allow-with-obligation", Verdict.allow(OBLIGATION),
            "deny-silently", new Verdict.Deny(REASON, REFUSAL, Advice.SILENT),
            "deny-telling", new Verdict.Deny(REASON, REFUSAL, TELLING),
            "undecided", new Verdict.Undecided(AWAY));

    private static final Map<String, Effect> EFFECTS = effects();

    private static Verdict verdict(String word) {
        return Objects.requireNonNull(VERDICTS.get(word), word);
    }

    private static Map<String, Effect> effects() {
        Map<String, Effect> effects = new HashMap<>();
        effects.put("proceed", new Effect.Proceed(List.of()));
        effects.put("fulfil", new Effect.Proceed(List.of(OBLIGATION)));
        effects.put("observe", new Effect.Observe(REASON, REFUSAL));
        effects.put("advise-silently", new Effect.Advise(REASON, REFUSAL, Advice.SILENT));
        effects.put("advise-telling", new Effect.Advise(REASON, REFUSAL, TELLING));
        effects.put("refuse", new Effect.Refuse(REASON, REFUSAL));
        effects.put("observe-503", new Effect.Observe(AWAY, Enforcement.UNDECIDED));
        effects.put("advise-503", new Effect.Advise(AWAY, Enforcement.UNDECIDED, Advice.TELL));
        effects.put("refuse-503", new Effect.Refuse(AWAY, Enforcement.UNDECIDED));
        return effects;
    }

    private static final String TABLE = """
            verdict               else     off      monitor      warn             enforce
            allow                 refuse   proceed  proceed      proceed          proceed
            allow                 proceed  proceed  proceed      proceed          proceed
            allow-with-obligation refuse   proceed  proceed      fulfil           fulfil
            allow-with-obligation proceed  proceed  proceed      fulfil           fulfil
            deny-silently         refuse   proceed  observe      advise-silently  refuse
            deny-silently         proceed  proceed  observe      advise-silently  refuse
            deny-telling          refuse   proceed  observe      advise-telling   refuse
            deny-telling          proceed  proceed  observe      advise-telling   refuse
            undecided             refuse   proceed  observe-503  advise-503       refuse-503
            undecided             proceed  proceed  proceed      proceed          proceed
            """;

    record Row(Mode mode, OnUndecided onUndecided, String verdict, String effect) {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        List<String> lines = TABLE.lines().toList();
        String[] head = lines.getFirst().split(" +", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(" +", -1);
            for (int column = 2; column < cells.length; column++) {
                OnUndecided onUndecided = cells[1].equals("refuse") ? OnUndecided.REFUSE : OnUndecided.PROCEED;
                rows.add(new Row(Mode.of(head[column]).orElseThrow(), onUndecided, cells[0], cells[column]));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_cell_of_the_table_holds(Row row) {
        assertThat(Enforcement.effect(row.mode(), row.onUndecided(), verdict(row.verdict())))
                .isEqualTo(EFFECTS.get(row.effect()));
    }

    @Test
    void the_table_has_every_combination_once() {
        Set<List<Object>> combinations = new HashSet<>();
        rows().forEach(row -> combinations.add(List.of(row.mode(), row.onUndecided(), row.verdict())));
        int all = Mode.values().length * OnUndecided.values().length * VERDICTS.size();
        assertThat(rows()).hasSize(all);
        assertThat(combinations).hasSize(all);
        assertThat(VERDICTS.values().stream().map(Verdict::getClass).distinct())
                .as("every kind of verdict is in the table")
                .hasSize(Verdict.class.getPermittedSubclasses().length);
    }

    @Test
    void what_a_stricter_mode_lets_pass_a_laxer_mode_lets_pass() {
        for (Row row : rows()) {
            if (EFFECTS.get(row.effect()) instanceof Effect.Refuse) {
                assertThat(row.mode()).as("only enforce refuses: %s", row).isEqualTo(Mode.ENFORCE);
            }
        }
    }

    @Test
    void a_verdict_that_is_recorded_as_a_denial_in_monitor_is_one_in_every_mode_that_runs() {
        for (Row row : rows()) {
            Verdict verdict = verdict(row.verdict());
            boolean monitored = denial(Mode.MONITOR, row.onUndecided(), verdict);
            if (row.mode() != Mode.OFF) {
                assertThat(denial(row.mode(), row.onUndecided(), verdict))
                        .as("%s", row)
                        .isEqualTo(monitored);
            }
        }
    }

    private static boolean denial(Mode mode, OnUndecided onUndecided, Verdict verdict) {
        return new Judgement(new PolicyName("ownership"), mode, verdict, Enforcement.effect(mode, onUndecided, verdict))
                .isDenial();
    }

    static Stream<String> reasons() {
        return Stream.of("the key set is away", "password hunter2", "jdbc:postgresql://user:secret@db");
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void a_client_is_told_the_same_whatever_the_reason_for_being_undecided_is(String detail) {
        Verdict verdict = new Verdict.Undecided(new Reason(EventName.POLICY_UNDECIDED, "broken", detail));
        assertThat(Enforcement.effect(Mode.ENFORCE, OnUndecided.REFUSE, verdict))
                .isInstanceOfSatisfying(
                        Effect.Refuse.class,
                        refuse -> assertThat(refuse.refusal()).isSameAs(Enforcement.UNDECIDED));
        assertThat(Enforcement.UNDECIDED.toString()).doesNotContain(detail);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void an_effect_of_enforcement_keeps_the_reason_for_operators_wherever_there_is_a_denial(Mode mode) {
        Effect effect = Enforcement.effect(mode, OnUndecided.REFUSE, verdict("deny-telling"));
        switch (effect) {
            case Effect.Proceed _ -> assertThat(mode).isEqualTo(Mode.OFF);
            case Effect.Observe observe -> assertThat(observe.reason()).isEqualTo(REASON);
            case Effect.Advise advise -> assertThat(advise.reason()).isEqualTo(REASON);
            case Effect.Refuse refuse -> assertThat(refuse.reason()).isEqualTo(REASON);
        }
    }
}
