package io.drawbridge.domain.policy;

import io.drawbridge.domain.verdict.KebabCase;
/// The name of a policy: what `drawbridge mode set` takes.

public record PolicyName(String text) implements Comparable<PolicyName> {
    public PolicyName {
        if (!KebabCase.is(text)) {
            throw new IllegalArgumentException("a policy's name is kebab-case, not '" + text + "'");
        }
    }

    @Override
    public int compareTo(PolicyName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
