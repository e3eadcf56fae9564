package io.drawbridge.domain.verdict;

/// What must be done when an exchange is let pass.
public sealed interface Obligation {
    /// The answer carries these fields, in place of an upstream's fields of the same names.
    record ResponseFields(FieldBlock block) implements Obligation {}
}
