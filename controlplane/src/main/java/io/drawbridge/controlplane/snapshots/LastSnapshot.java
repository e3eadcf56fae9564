package io.drawbridge.controlplane.snapshots;

import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.StanceSetting;
import io.drawbridge.storage.StorageException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The snapshot that held last, on the node's own disk: with it a node of several starts while the database is
/// away. The file's first line is an HMAC-SHA-256 of the rest under the gateway's secret key, so that a file
/// that somebody changed, or that was half written, opens nothing.
public final class LastSnapshot {
    private static final Logger LOG = System.getLogger(LastSnapshot.class.getName());
    private static final String PURPOSE = "drawbridge last snapshot 1\n";

    private final Path file;
    private final Secret key;
    private long written = Long.MIN_VALUE;

    private record Entry(String policy, String route, String setting) {}

    private record Text(
            long version,
            String bucketKey,
            List<Entry> stances,
            String configuration,
            String settings,
            List<Entry> configured) {}

    public LastSnapshot(Path file, Secret key) {
        this.file = file;
        this.key = key;
    }

    /// Keeps it, unless this very version is kept already. A disk that is full costs nothing but this copy.
    synchronized void keep(EditStore.Stored stored) {
        if (stored.version() == written) {
            return;
        }
        List<Entry> stances = new ArrayList<>();
        stored.stances().forEach((place, setting) -> stances.add(entry(place, SettingText.write(setting))));
        List<Entry> configured = new ArrayList<>();
        EditStore.Applied applied = stored.configuration();
        applied.stances().forEach((place, stance) -> configured.add(entry(place, SettingText.write(stance))));
        String json = Json.write(new Text(
                stored.version(),
                stored.bucketKey(),
                stances,
                applied.text(),
                SettingText.write(applied.settings()),
                configured));
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            try (FileChannel channel = FileChannel.open(
                    next,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                var bytes = StandardCharsets.UTF_8.encode(mac(json) + "\n" + json);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = stored.version();
        } catch (IOException failure) {
            LOG.log(
                    Level.WARNING,
                    "the snapshot {0} cannot be kept in {1}: a restart while the database is away would begin with an"
                            + " older one: {2}",
                    stored.version(),
                    file,
                    failure);
        }
    }

    /// What was kept last; empty where nothing was.
    ///
    /// @throws StorageException when the file is not what this gateway wrote
    Optional<EditStore.Stored> read() {
        String text;
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            text = Files.readString(file);
        } catch (IOException failure) {
            throw new StorageException("the last snapshot in " + file + " cannot be read: " + failure, failure);
        }
        int end = Math.max(0, text.indexOf('\n'));
        String json = text.substring(Math.min(text.length(), end + 1));
        boolean genuine = MessageDigest.isEqual(
                text.substring(0, end).getBytes(StandardCharsets.UTF_8),
                mac(json).getBytes(StandardCharsets.UTF_8));
        if (!genuine) {
            throw new StorageException("the last snapshot in " + file + " is not as this gateway wrote it, with this"
                    + " SECRET_KEY: it is not used. Start when the database is back, or restore the file");
        }
        try {
            JsonNode node = Json.read(json);
            Map<Place, StanceSetting> stances = new HashMap<>();
            node.required("stances")
                    .forEach(entry -> stances.put(place(entry), SettingText.read(string(entry, "setting"))));
            Map<Place, Stance> configured = new HashMap<>();
            node.required("configured")
                    .forEach(entry -> configured.put(place(entry), SettingText.readStance(string(entry, "setting"))));
            return Optional.of(new EditStore.Stored(
                    node.required("version").longValue(),
                    string(node, "bucket_key"),
                    stances,
                    new EditStore.Applied(
                            string(node, "configuration"),
                            SettingText.readSettings(string(node, "settings")),
                            configured)));
        } catch (JacksonException | IllegalArgumentException | IllegalStateException wrong) {
            throw new StorageException(
                    "the last snapshot in " + file + " was written by another version of Drawbridge and is not used;"
                            + " start when the database is back",
                    wrong);
        }
    }

    private static Entry entry(Place place, String setting) {
        return new Entry(
                place.policy().text(), place.route().map(RouteName::text).orElse(""), setting);
    }

    private static Place place(JsonNode entry) {
        String route = string(entry, "route");
        return new Place(
                new PolicyName(string(entry, "policy")),
                route.isEmpty() ? Optional.empty() : Optional.of(new RouteName(route)));
    }

    private static String string(JsonNode node, String name) {
        return node.required(name).stringValue();
    }

    private String mac(String json) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
            mac.update(PURPOSE.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(json.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
        }
    }
}
