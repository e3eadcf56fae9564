package io.drawbridge.controlplane.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What one reading has found wrong so far. It lists so many and counts the rest, so that a file of nothing but
/// mistakes
/// cannot exhaust memory.
final class Problems {
    static final int LISTED = 100;

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final String file;
    private final List<Problem> inFile = new ArrayList<>();
    private final List<Problem> inVariables = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private int unlisted;

    Problems(String file) {
        this.file = file;
    }

    void add(Position at, String message) {
        if (inFile.size() < LISTED) {
            inFile.add(Problem.at(file, at, message));
        } else {
            unlisted++;
        }
    }

    /// There are few variables, and none has more than a few problems.
    void addVariable(String variable, String message) {
        inVariables.add(Problem.of(variable, message));
    }

    void warn(Position at, String message) {
        if (warnings.size() < LISTED) {
            warnings.add(Problem.at(file, at, message));
        }
    }

    void warnOfVariable(String variable, String message) {
        warnings.add(Problem.of(variable, message));
    }

    boolean isEmpty() {
        return inFile.isEmpty() && inVariables.isEmpty();
    }

    /// Those of the file by place, then those of the variables.
    List<Problem> all() {
        List<Problem> all = new ArrayList<>(inFile);
        all.sort(BY_PLACE);
        if (unlisted > 0) {
            all.add(Problem.of(file, "there are " + unlisted + " more problems; mend these first"));
        }
        all.addAll(inVariables);
        return List.copyOf(all);
    }

    List<Problem> warnings() {
        List<Problem> sorted = new ArrayList<>(warnings);
        sorted.sort(BY_PLACE);
        return List.copyOf(sorted);
    }
}
