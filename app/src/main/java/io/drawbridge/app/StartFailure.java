package io.drawbridge.app;

import java.util.List;

/// A gateway that cannot start, and everything that is wrong, for people.
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    StartFailure(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
