package io.drawbridge.workorders.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Which database, as `DATABASE_URL` says it: `sqlite:///relative/path`, `sqlite:////absolute/path`,
/// `postgresql://user:password@host:port/name?sslmode=verify-full`, or a `jdbc:` form of either.
public sealed interface DatabaseUrl {
    /// A file.
    record Sqlite(Path file) implements DatabaseUrl {
        @Override
        public String toString() {
            return "SQLite " + file;
        }
    }

    /// A server.
    ///
    /// @param jdbc for the driver; it may hold a password where the user wrote the `jdbc:` form
    /// @param credentials where they stood before the host
    record Postgresql(String jdbc, Optional<Credentials> credentials) implements DatabaseUrl {
        @Override
        public String toString() {
            int query = jdbc.indexOf('?');
            return "PostgreSQL " + jdbc.substring("jdbc:postgresql:".length(), query < 0 ? jdbc.length() : query);
        }
    }

    /// @throws IllegalArgumentException with what is wrong, for people; never with a password
    static DatabaseUrl parse(String text) {
        if (text.startsWith("sqlite:///")) {
            return sqlite(text.substring("sqlite:///".length()));
        }
        if (text.startsWith("jdbc:sqlite:")) {
            return sqlite(text.substring("jdbc:sqlite:".length()));
        }
        if (text.startsWith("jdbc:postgresql://")) {
            return new Postgresql(text, Optional.empty());
        }
        if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
            return postgresql(text);
        }
        throw new IllegalArgumentException("the database URL must begin with sqlite:///, postgresql://, jdbc:sqlite: or"
                + " jdbc:postgresql://; for example sqlite:///workorders.db");
    }

    private static DatabaseUrl sqlite(String path) {
        if (path.isEmpty() || path.startsWith(":") || path.startsWith("file:") || path.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "the SQLite URL must name a file, without parameters; for example sqlite:///workorders.db");
        }
        try {
            return new Sqlite(Path.of(path));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("the SQLite URL names no possible file: " + e.getReason(), e);
        }
    }

    private static DatabaseUrl postgresql(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // The exception's own message quotes the whole URL, and so the password.
            throw new IllegalArgumentException("the PostgreSQL URL has a bad character at position " + e.getIndex()
                    + "; percent-encode special characters in user and password");
        }
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        if (uri.getHost() == null || path.length() < 2) {
            throw new IllegalArgumentException("the PostgreSQL URL must name a host and a database:"
                    + " postgresql://user:password@host:5432/name; percent-encode special characters in the password");
        }
        String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + (uri.getPort() < 0 ? 5432 : uri.getPort()) + path
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return new Postgresql(jdbc, Optional.ofNullable(uri.getRawUserInfo()).map(DatabaseUrl::credentials));
    }

    private static Credentials credentials(String rawUserInfo) {
        int colon = rawUserInfo.indexOf(':');
        String user = colon < 0 ? rawUserInfo : rawUserInfo.substring(0, colon);
        String password = colon < 0 ? "" : rawUserInfo.substring(colon + 1);
        return new Credentials(decoded(user), decoded(password));
    }

    private static String decoded(String raw) {
        // In this part of a URL a plus sign is a plus sign.
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
