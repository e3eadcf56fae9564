package io.drawbridge.workorders.http;

import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.UUID;
import java.util.function.LongSupplier;

/// Turns what went wrong into a problem, in one place. What the client cannot mend goes to the log with an incident
/// id;
/// nothing of an exception goes to the client.
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());
    /// SQLite's code for a database that another writer holds for too long.
    private static final int SQLITE_BUSY = 5;

    private final SparingLog outages;
    private final SparingLog shortages;

    Failures(LongSupplier nanos) {
        this.outages = new SparingLog(LOG, nanos);
        this.shortages = new SparingLog(LOG, nanos);
    }

    Problem problem(Throwable failure) {
        return switch (failure) {
            case MemoryBudget.Exhausted _ -> {
                shortages.warn("no memory left for one more body; -Xmx sets how much there is");
                yield Problem.busy();
            }
            case HttpException refused -> problem(refused.status().code());
            case RequestException refused -> problem(refused.status().code());
            default -> isOutage(failure) ? outage(failure) : unexpected(failure);
        };
    }

    /// The problem of a request that the listener itself refused with a status.
    static Problem problem(int status) {
        return switch (status) {
            case 400 -> Problem.malformed();
            case 404 -> Problem.noSuchPath();
            case 413 -> Problem.tooLarge();
            case 503 -> Problem.busy();
            default -> Problem.other(status);
        };
    }

    private Problem outage(Throwable failure) {
        outages.warn("the database does not answer: " + failure.getClass().getSimpleName());
        return Problem.databaseUnavailable();
    }

    private static Problem unexpected(Throwable failure) {
        String incident = UUID.randomUUID().toString();
        LOG.log(System.Logger.Level.ERROR, "a request failed, incident " + incident, failure);
        return Problem.internal(incident);
    }

    private static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql && isOutage(sql)) {
                return true;
            }
        }
        return false;
    }

    /// SQLSTATE classes 08 (connection) and 57P (the server is being shut down or started).
    private static boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        return failure.getErrorCode() == SQLITE_BUSY
                || (state != null && (state.startsWith("08") || state.startsWith("57P")));
    }
}
