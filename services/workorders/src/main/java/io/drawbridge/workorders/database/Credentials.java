package io.drawbridge.workorders.database;

/// A database user and its password. It has no text form, so that no message can hold the password.
public final class Credentials {
    private final String user;
    private final String password;

    Credentials(String user, String password) {
        this.user = user;
        this.password = password;
    }

    String user() {
        return user;
    }

    /// For the driver alone.
    String reveal() {
        return password;
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
