package io.drawbridge.storage;

import org.jspecify.annotations.Nullable;

/// The database cannot be used. The message says what to do about it.
public final class StorageException extends RuntimeException {
    public StorageException(String message) {
        this(message, null);
    }

    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
