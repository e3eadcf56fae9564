package io.drawbridge.controlplane.accounts;

import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The gateway's own users in the database.
public final class Accounts {
    /// The shortest password that may be set. Longer ones are better than stranger ones (NIST SP 800-63B).
    public static final int SHORTEST_PASSWORD = 12;

    /// In UTF-16 units. A bound, so that nobody makes us hash a novel.
    public static final int LONGEST_PASSWORD = 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_LISTED = 1000;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final PasswordHash.Cost cost;
    private final HashingGate gate;
    private final PasswordHash nobody;

    /// @param parallelHashes how many passwords may be hashed at a time; each takes 19 MiB
    public Accounts(Database database, InstantSource clock, int parallelHashes) {
        this(database.jdbi(), clock, PasswordHash.Cost.USUAL, new HashingGate(parallelHashes, PATIENCE));
    }

    Accounts(Jdbi jdbi, InstantSource clock, PasswordHash.Cost cost, HashingGate gate) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.cost = cost;
        this.gate = gate;
        this.nobody = PasswordHash.ofNobody(cost);
    }

    /// What came of an attempt to create a user.
    public sealed interface Creation {
        record Created(Account account) implements Creation {}

        /// The name or the id belongs to somebody.
        record Taken() implements Creation {}

        /// @param why for people
        record WeakPassword(String why) implements Creation {}

        record Busy() implements Creation {}
    }

    /// What came of an attempt to log in.
    public sealed interface Login {
        record Accepted(Account account) implements Login {}

        /// @param why for operators alone: `unknown-user` or `wrong-password`
        record Rejected(String why) implements Login {}

        /// Too many others are logging in.
        record Busy() implements Login {}
    }

    /// Creates a user with a password of at least [#SHORTEST_PASSWORD] characters.
    public Creation create(NewAccount wanted, String password) throws InterruptedException {
        if (password.codePointCount(0, password.length()) < SHORTEST_PASSWORD) {
            return new Creation.WeakPassword("a password has at least " + SHORTEST_PASSWORD + " characters");
        }
        if (password.length() > LONGEST_PASSWORD) {
            return new Creation.WeakPassword("a password has at most " + LONGEST_PASSWORD + " characters");
        }
        if (NewAccount.key(password).equals(NewAccount.key(wanted.username()))) {
            return new Creation.WeakPassword("a password is not the username");
        }
        Optional<PasswordHash> hash = gate.run(() -> PasswordHash.of(password, cost));
        if (hash.isEmpty()) {
            return new Creation.Busy();
        }
        Account account = new Account(
                wanted.id().orElseGet(() -> UUID.randomUUID().toString()),
                wanted.username(),
                wanted.email(),
                new TreeSet<>(wanted.roles()),
                now(),
                Optional.empty());
        return jdbi.inTransaction(handle -> insert(handle, account, hash.get()));
    }

    /// Checks a name and a password. An unknown name takes as long as a wrong password.
    public Login login(String username, String password) throws InterruptedException {
        Optional<Stored> stored = stored(username);
        PasswordHash hash = stored.map(Stored::hash).orElse(nobody);
        Optional<Boolean> matches = gate.run(() -> hash.matches(password));
        if (matches.isEmpty()) {
            return new Login.Busy();
        }
        if (stored.isEmpty()) {
            return new Login.Rejected("unknown-user");
        }
        if (!matches.get()) {
            return new Login.Rejected("wrong-password");
        }
        Instant now = now();
        Account account = stored.get().account();
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE account SET last_login = :now WHERE id = :id")
                .bind("now", now.toEpochMilli())
                .bind("id", account.id())
                .execute());
        return new Login.Accepted(account);
    }

    public Optional<Account> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM account WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> account(row))
                .findOne());
    }

    /// The first thousand users by name.
    public List<Account> list() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM account ORDER BY username_key LIMIT :limit")
                .bind("limit", MOST_LISTED)
                .map((row, _) -> account(row))
                .list());
    }

    /// How many attempts found no place to be checked in time, since the start.
    public long turnedAway() {
        return gate.turnedAway();
    }

    private record Stored(Account account, PasswordHash hash) {}

    private Optional<Stored> stored(String username) {
        if (username.indexOf(0) >= 0) {
            // PostgreSQL takes no such text, and nobody has such a name.
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM account WHERE username_key = :key")
                .bind("key", NewAccount.key(username))
                .map((row, _) -> new Stored(account(row), PasswordHash.parse(row.getString("password"))))
                .findOne());
    }

    private static Creation insert(Handle handle, Account account, PasswordHash hash) {
        String key = NewAccount.key(account.username());
        int created = handle.createUpdate("""
                        INSERT INTO account (id, username, username_key, password, email, roles, created_at)
                        VALUES (:id, :username, :key, :password, :email, :roles, :createdAt)
                        ON CONFLICT DO NOTHING""")
                .bind("id", account.id())
                .bind("username", account.username())
                .bind("key", key)
                .bind("password", hash.phc())
                .bind("email", account.email().orElse(""))
                .bind("roles", Json.write(account.roles()))
                .bind("createdAt", account.createdAt().toEpochMilli())
                .execute();
        return created > 0 ? new Creation.Created(account) : new Creation.Taken();
    }

    private static Account account(ResultSet row) throws SQLException {
        String email = row.getString("email");
        long lastLogin = row.getLong("last_login");
        Optional<Instant> login = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastLogin));
        return new Account(
                row.getString("id"),
                row.getString("username"),
                email.isEmpty() ? Optional.empty() : Optional.of(email),
                roles(row.getString("roles")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                login);
    }

    private static SortedSet<String> roles(String json) {
        List<String> roles = new ArrayList<>();
        Json.read(json).forEach(role -> roles.add(role.stringValue()));
        return new TreeSet<>(roles);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
