package io.drawbridge.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/// One SQLite file in WAL mode.
///
/// - `synchronous=FULL`: whoever was told that an edit is made still has it after a power cut. That costs one
///   `fsync` for each transaction, so those who write often write in batches.
/// - A transaction takes the write lock when it begins (`BEGIN IMMEDIATE`): two writers wait for one another,
///   for ten seconds at the most, and none fails half-way because the other was first. Single statements
///   outside a transaction read without any lock.
/// - Foreign keys are checked. The file, and with it its WAL, is readable by its owner alone.
final class SqliteFile {
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofMillis(20);
    /// SQLite has one writer at a time; the other connections are for readers, whom it does not hold up.
    private static final int CONNECTIONS = 4;
    /// A WAL that one long reader made large does not stay so.
    private static final int WAL_KEPT_BYTES = 16 * 1024 * 1024;

    private SqliteFile() {}

    /// Opens the file, makes it (and its folder) when it is not there, and brings its schema up to date.
    static HikariDataSource open(Path sqliteFile) {
        Path file = sqliteFile.toAbsolutePath();
        prepare(file);
        try {
            return patientlyOpened(file);
        } catch (SQLException | RuntimeException failure) {
            if (failure instanceof StorageException told) {
                throw told;
            }
            throw new StorageException(
                    "the database " + file + " cannot be opened: " + failure.getMessage()
                            + "; check that it is a file of this gateway, that the disk has room, and that this user may"
                            + " write it and its folder",
                    failure);
        }
    }

    /// SQLite waits for locks by itself, but not for the one that it takes to turn WAL mode on, and several may
    /// open a new file at once.
    private static HikariDataSource patientlyOpened(Path file) throws SQLException {
        long deadline = System.nanoTime() + BUSY_TIMEOUT.toNanos();
        while (true) {
            try {
                new Migrations(Dialect.SQLITE, InstantSource.system()).up(source(file));
                return pool(file);
            } catch (SQLException | RuntimeException failure) {
                if (!isBusy(failure) || System.nanoTime() - deadline > 0) {
                    throw failure;
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private static boolean isBusy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code) {
                return true;
            }
        }
        return false;
    }

    static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setJournalSizeLimit(WAL_KEPT_BYTES);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static HikariDataSource pool(Path file) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("drawbridge-database");
        config.setDataSource(source(file));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(BUSY_TIMEOUT.toMillis());
        // Connections to a file do not grow stale.
        config.setMaxLifetime(0);
        return new HikariDataSource(config);
    }

    /// Makes the file before SQLite does, because SQLite would make it readable by others.
    private static void prepare(Path file) {
        Path folder = file.getParent();
        try {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (folder != null) {
                Files.createDirectories(folder, attributes(posix, "rwxr-x---"));
            }
            try {
                Files.createFile(file, attributes(posix, "rw-------"));
            } catch (FileAlreadyExistsException _) {
                if (posix && Files.isRegularFile(file)) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
        } catch (IOException failure) {
            throw new StorageException(
                    "the database " + file + " cannot be made: " + failure + "; check the folder and its permissions",
                    failure);
        }
    }

    private static FileAttribute<?>[] attributes(boolean posix, String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
