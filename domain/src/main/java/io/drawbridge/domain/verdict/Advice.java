package io.drawbridge.domain.verdict;

/// What a client is told in `warn` about a denial to come.
public sealed interface Advice {
    /// Nothing: telling would help an attacker.
    record Silent() implements Advice {}

    /// The `Drawbridge-Would-Refuse` field that every advised denial has, and these fields too.
    record Tell(FieldBlock fields) implements Advice {}

    Advice SILENT = new Silent();
    Advice TELL = new Tell(FieldBlock.EMPTY);
}
