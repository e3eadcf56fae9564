package io.drawbridge.storage;

import io.drawbridge.domain.identity.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Where the gateway's own state lies, as `DATABASE_URL` says it: `sqlite:///relative/path`,
/// `sqlite:////absolute/path`, `postgresql://user:password@host:port/name`, or a `jdbc:` form of either. As a
/// text it has no password.
public sealed interface DatabaseUrl {
    /// One file, for one node.
    record Sqlite(Path file) implements DatabaseUrl {
        @Override
        public String toString() {
            return "SQLite " + file;
        }
    }

    /// A server, for any number of nodes.
    ///
    /// @param jdbc for the driver, with the encryption that is wanted; it may hold a password where the user
    ///     wrote the `jdbc:` form
    /// @param user and password, where they stood before the host
    record Postgresql(String jdbc, Optional<String> user, Optional<Secret> password) implements DatabaseUrl {
        @Override
        public String toString() {
            int query = jdbc.indexOf('?');
            return "PostgreSQL " + jdbc.substring("jdbc:postgresql:".length(), query < 0 ? jdbc.length() : query);
        }
    }

    /// A server on another machine is spoken to encrypted, and its certificate and name are verified, unless
    /// the URL has an `sslmode` of its own.
    ///
    /// @throws IllegalArgumentException with what is wrong, for people; never with a password
    static DatabaseUrl parse(String text) {
        if (text.startsWith("sqlite:///")) {
            return sqlite(text.substring("sqlite:///".length()));
        }
        if (text.startsWith("jdbc:sqlite:")) {
            return sqlite(text.substring("jdbc:sqlite:".length()));
        }
        if (text.startsWith("jdbc:postgresql://")) {
            String host = text.substring("jdbc:postgresql://".length()).replaceAll("[/?].*", "");
            return new Postgresql(encrypted(text, host), Optional.empty(), Optional.empty());
        }
        if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
            return postgresql(text);
        }
        throw new IllegalArgumentException("a database URL begins with sqlite:///, postgresql://, jdbc:sqlite: or"
                + " jdbc:postgresql://; for example postgresql://drawbridge:password@db.example:5432/drawbridge");
    }

    private static DatabaseUrl sqlite(String path) {
        if (path.isEmpty() || path.startsWith(":") || path.startsWith("file:") || path.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "a SQLite URL names a file, without parameters; for example sqlite:///drawbridge-data/gateway.db");
        }
        try {
            return new Sqlite(Path.of(path));
        } catch (InvalidPathException wrong) {
            throw new IllegalArgumentException("the SQLite URL names no possible file: " + wrong.getReason(), wrong);
        }
    }

    private static DatabaseUrl postgresql(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException wrong) {
            // The exception's own message quotes the whole URL, and so the password.
            throw new IllegalArgumentException("the PostgreSQL URL has a bad character at position " + wrong.getIndex()
                    + "; percent-encode special characters in user and password");
        }
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        if (uri.getHost() == null || path.length() < 2) {
            throw new IllegalArgumentException("a PostgreSQL URL names a host and a database:"
                    + " postgresql://user:password@host:5432/name; percent-encode special characters in the password");
        }
        String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + (uri.getPort() < 0 ? 5432 : uri.getPort()) + path
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        Optional<String> userInfo = Optional.ofNullable(uri.getRawUserInfo());
        Optional<String> user = userInfo.map(info -> decoded(info.replaceFirst(":.*", "")));
        Optional<Secret> password = userInfo.filter(info -> info.indexOf(':') >= 0)
                .map(info -> new Secret(decoded(info.substring(info.indexOf(':') + 1))));
        return new Postgresql(encrypted(jdbc, uri.getHost()), user, password);
    }

    private static String encrypted(String jdbc, String host) {
        if (jdbc.contains("sslmode=") || isLoopback(host)) {
            return jdbc;
        }
        return jdbc + (jdbc.indexOf('?') < 0 ? "?" : "&") + "sslmode=verify-full";
    }

    private static boolean isLoopback(String host) {
        String name = host.replaceFirst("^\\[(.*)](:\\d+)?$", "$1");
        if (name.matches("[A-Za-z][A-Za-z0-9.-]*(:\\d+)?")) {
            return name.replaceFirst(":\\d+$", "").equalsIgnoreCase("localhost");
        }
        try {
            // An address, so that no name is looked up.
            String address = name.matches("[0-9.]+:\\d+") ? name.replaceFirst(":\\d+$", "") : name;
            return address.matches("[0-9a-fA-F.:]+")
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private static String decoded(String raw) {
        // In this part of a URL a plus sign is a plus sign.
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
