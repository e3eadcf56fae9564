package io.drawbridge.workorders.database;

/// The database could not be reached when the program started; the message is for people.
public final class DatabaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
