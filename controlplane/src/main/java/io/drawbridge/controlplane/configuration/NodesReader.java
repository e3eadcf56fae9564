package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.identity.Secret;
import io.drawbridge.storage.DatabaseUrl;
import io.drawbridge.storage.redis.Redis;
import java.util.List;
import java.util.Optional;

/// Reads `database` and `shared`: where several nodes keep what they share. Variables come before the file.
final class NodesReader {
    private static final Form<String> DATABASE =
            Form.open("a database URL, such as postgresql://host:5432/drawbridge", url -> {
                DatabaseUrl.parse(url);
                return url;
            });
    private static final Form<String> REDIS = Form.open("a Redis URL, such as redis://host:6379", url -> {
        Redis.check(new Secret(url));
        return url;
    });
    private static final Form<String> NAME = Form.open("a node's name", NodesReader::name);

    private NodesReader() {}

    static Settings read(Reading reading, Settings variables, Node root) {
        Optional<String> database = Optional.empty();
        Optional<String> redis = Optional.empty();
        Optional<String> node = Optional.empty();
        if (root instanceof Node.Mapping mapping) {
            for (Node.Entry entry : mapping.entries()) {
                switch (entry.key().text()) {
                    case "database" ->
                        database = reading.text(entry.value(), "database")
                                .flatMap(text -> reading.parsed(text, "database", DATABASE));
                    case "shared" -> {
                        Optional<Section> shared =
                                Section.of(reading, entry.value(), "shared", "shared", List.of("redis", "node"));
                        redis = shared.flatMap(section -> section.value("redis", REDIS));
                        node = shared.flatMap(section -> section.value("node", NAME));
                    }
                    default -> {
                        // It is read elsewhere.
                    }
                }
            }
        }
        return new Settings(
                variables.environment(),
                variables.secretKey(),
                variables.adminApiKey(),
                variables.databaseUrl().or(empty(database)),
                variables.redisUrl().or(empty(redis)),
                variables.node().or(empty(node)),
                variables.logLevel());
    }

    private static java.util.function.Supplier<Optional<String>> empty(Optional<String> value) {
        return () -> value;
    }

    /// A node's name stands in tables and in what people read.
    static String name(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("a node's name has up to 64 letters, digits and . _ -");
        }
        return text;
    }
}
