package io.drawbridge.controlplane.certificates;

/// A certificate, key or file that cannot be used. The message says what is wrong and what to do, for people,
/// and never repeats a key.
public final class UnfitCertificate extends Exception {
    private static final long serialVersionUID = 1;

    public UnfitCertificate(String message) {
        super(message);
    }
}
