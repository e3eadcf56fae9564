package io.drawbridge.domain.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A secret. It has no text form, is compared in constant time, and is taken out only by a call that says so.
public final class Secret {
    private final byte[] bytes;

    public Secret(String text) {
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /// Whether a candidate is this secret, in a time that does not tell how much of it is right.
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(bytes, candidate.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return bytes.length;
    }

    /// The secret's UTF-8 bytes, for a key; keep them out of logs and answers.
    public byte[] reveal() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
