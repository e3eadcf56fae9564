package io.drawbridge.controlplane.acme;

/// No certificate was issued. The message says why, for people.
final class IssuanceFailure extends Exception {
    private static final long serialVersionUID = 1;

    IssuanceFailure(String message, Throwable cause) {
        super(message, cause);
    }

    IssuanceFailure(String message) {
        super(message);
    }
}
