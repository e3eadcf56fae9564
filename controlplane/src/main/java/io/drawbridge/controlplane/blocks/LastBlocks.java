package io.drawbridge.controlplane.blocks;

import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Network;
import io.drawbridge.storage.StorageException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The blocks that held last, on the node's own disk, for a start while the database is away: one line a
/// block, and a last line with an HMAC-SHA-256 of all of them under the gateway's secret key.
public final class LastBlocks {
    private static final Logger LOG = System.getLogger(LastBlocks.class.getName());
    private static final String PURPOSE = "drawbridge last blocks 1\n";
    private static final String SEAL = "hmac ";

    private final Path file;
    private final Secret key;

    public LastBlocks(Path file, Secret key) {
        this.file = file;
        this.key = key;
    }

    /// Keeps what it is given. A disk that is full costs nothing but this copy.
    ///
    /// @param all gives every block that holds to its argument
    void keep(Consumer<Consumer<Block>> all) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            try (FileChannel channel = FileChannel.open(
                            next,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    BufferedWriter writer =
                            new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), 65_536)) {
                Mac mac = mac();
                all.accept(block -> {
                    String line = line(block);
                    mac.update(line.getBytes(StandardCharsets.UTF_8));
                    try {
                        writer.write(line);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                });
                writer.write(SEAL + HexFormat.of().formatHex(mac.doFinal()) + "\n");
                writer.flush();
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException failure) {
            LOG.log(
                    Level.WARNING,
                    "the blocks cannot be kept in {0}: a restart while the database is away would begin with older ones: {1}",
                    file,
                    failure.getMessage());
        }
    }

    /// Gives every block that was kept to somebody; nothing where none were.
    ///
    /// @throws StorageException when the file is not what this gateway wrote
    void read(Consumer<Block> taker) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            verify();
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                for (String line = reader.readLine();
                        line != null && !line.startsWith(SEAL);
                        line = reader.readLine()) {
                    taker.accept(block(line));
                }
            }
        } catch (IOException failure) {
            throw new StorageException("the last blocks in " + file + " cannot be read: " + failure, failure);
        }
    }

    private void verify() throws IOException {
        Mac mac = mac();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(SEAL)) {
                    String seal = SEAL + HexFormat.of().formatHex(mac.doFinal());
                    if (MessageDigest.isEqual(
                            line.getBytes(StandardCharsets.UTF_8), seal.getBytes(StandardCharsets.UTF_8))) {
                        return;
                    }
                    break;
                }
                mac.update((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        throw new StorageException("the last blocks in " + file + " are not as this gateway wrote them, with this"
                + " SECRET_KEY: they are not used. Start when the database is back, or restore the file");
    }

    private static String line(Block block) {
        return block.network() + " " + block.origin().word() + " "
                + block.placedAt().toEpochMilli() + " "
                + block.endsAt().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE) + " " + block.offence() + " "
                + URLEncoder.encode(block.author(), StandardCharsets.UTF_8) + " "
                + URLEncoder.encode(block.reason(), StandardCharsets.UTF_8) + "\n";
    }

    private static Block block(String line) {
        String[] parts = line.split(" ", 7);
        long endsAt = Long.parseLong(parts[3]);
        return new Block(
                Network.parse(parts[0]),
                Block.Origin.of(parts[1]).orElse(Block.Origin.MANUAL),
                URLDecoder.decode(parts[6], StandardCharsets.UTF_8),
                URLDecoder.decode(parts[5], StandardCharsets.UTF_8),
                Instant.ofEpochMilli(Long.parseLong(parts[2])),
                endsAt == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(endsAt)),
                Integer.parseInt(parts[4]));
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
            mac.update(PURPOSE.getBytes(StandardCharsets.UTF_8));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
        }
    }
}
