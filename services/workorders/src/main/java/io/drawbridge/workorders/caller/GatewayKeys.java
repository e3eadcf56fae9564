package io.drawbridge.workorders.caller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The gateway's public keys, as its key file has them now. Safe for many threads.
///
/// A file that changed is read at the next request. One that cannot be used then changes nothing: the keys that were
/// good
/// stay good, and the log says what is wrong with the file, once for each state of it.
public final class GatewayKeys {
    private static final System.Logger LOG = System.getLogger(GatewayKeys.class.getName());

    /// What tells one state of the file from another; the file key tells a file that was put in its place.
    private record Stamp(
            FileTime modified, long size, @Nullable Object file) {
        static final Stamp NO_FILE = new Stamp(FileTime.fromMillis(0), -1, null);

        static Stamp of(Path file) {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException _) {
                return NO_FILE;
            }
        }
    }

    private record State(Stamp stamp, Map<String, PublicKey> keys) {}

    private final Path file;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile State state;

    private GatewayKeys(Path file, State state) {
        this.file = file;
        this.state = state;
    }

    /// @throws KeysUnreadable when there is no such file or it is no set of Ed25519 public keys
    public static GatewayKeys read(Path file) throws KeysUnreadable {
        // The stamp is taken first: a change while the file is being read is then seen as a change.
        var stamp = Stamp.of(file);
        return new GatewayKeys(file, new State(stamp, keys(file)));
    }

    private static Map<String, PublicKey> keys(Path file) throws KeysUnreadable {
        try {
            return KeySet.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new KeysUnreadable(
                    "cannot read the gateway's key file " + file + " ("
                            + e.getClass().getSimpleName()
                            + "): start the gateway, which writes it, or name the right file",
                    e);
        } catch (KeysUnreadable e) {
            throw new KeysUnreadable("the gateway's key file " + file + " " + e.getMessage(), e);
        }
    }

    /// The key of that id, if the file has it.
    Optional<PublicKey> find(String id) {
        if (!Objects.equals(Stamp.of(file), state.stamp())) {
            readAgain();
        }
        return Optional.ofNullable(state.keys().get(id));
    }

    private void readAgain() {
        reading.lock();
        try {
            var stamp = Stamp.of(file);
            if (stamp.equals(state.stamp())) {
                return;
            }
            try {
                state = new State(stamp, keys(file));
                LOG.log(
                        System.Logger.Level.INFO,
                        "the gateway''s key file has changed: {0} keys",
                        state.keys().size());
            } catch (KeysUnreadable e) {
                state = new State(stamp, state.keys());
                LOG.log(System.Logger.Level.ERROR, "the keys read before stay in use: {0}", e.getMessage());
            }
        } finally {
            reading.unlock();
        }
    }
}
