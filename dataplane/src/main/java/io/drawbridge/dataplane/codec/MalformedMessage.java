package io.drawbridge.dataplane.codec;

/// A message that can be read in two ways, or in none, or that is over a limit. It has no stack trace: hostile
/// clients
/// cause
/// it at will.
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status the status with which a request like this is refused
    /// @param why for operators
    MalformedMessage(int status, String why) {
        super(why, null, false, false);
        this.status = status;
    }

    static MalformedMessage ambiguous(String why) {
        return new MalformedMessage(400, why);
    }

    public int status() {
        return status;
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
