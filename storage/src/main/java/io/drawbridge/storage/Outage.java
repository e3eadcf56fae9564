package io.drawbridge.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/// Tells a database that is away, or too busy to answer, from a statement that is wrong.
public final class Outage {
    /// Time-outs of statements and locks, shutdowns, connections that were ended, a transaction that lost to
    /// another.
    private static final Set<String> STATES = Set.of("57014", "55P03", "57P01", "57P02", "57P03", "25P03", "40P01");

    private Outage() {}

    /// Whether a database refuses what it is given and would refuse it again (SQLSTATE class 22).
    public static boolean isBadData(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && String.valueOf(sql.getSQLState()).startsWith("22")) {
                return true;
            }
        }
        return false;
    }

    public static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException || cause instanceof IOException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                if (state.startsWith("08") || state.startsWith("53") || STATES.contains(state)) {
                    return true;
                }
            }
        }
        return false;
    }
}
