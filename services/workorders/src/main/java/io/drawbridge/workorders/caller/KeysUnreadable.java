package io.drawbridge.workorders.caller;

/// The key file cannot be used; the message says why and what to do.
public final class KeysUnreadable extends Exception {
    private static final long serialVersionUID = 1L;

    KeysUnreadable(String message) {
        super(message);
    }

    KeysUnreadable(String message, Throwable cause) {
        super(message, cause);
    }
}
