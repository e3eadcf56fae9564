package io.drawbridge.telemetry.readiness;

import io.drawbridge.domain.identity.Client;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/// A client as it is stored. It can be compared, so that a hash table of clients stays quick when somebody
/// makes up names that have the same hash.
record Who(String kind, String subject, String network) implements Comparable<Who> {
    private static final Comparator<Who> ORDER =
            Comparator.comparing(Who::kind).thenComparing(Who::subject).thenComparing(Who::network);
    private static final int LONGEST_SUBJECT = 128;
    private static final int KEPT = 100;

    static Who of(Client client) {
        return switch (client) {
            case Client.Subject subject -> new Who("subject", storable(subject.subject()), "");
            case Client.Claimed claimed -> new Who("claimed", storable(claimed.subject()), claimed.network());
            case Client.Network network -> new Who("address", "", network.network());
        };
    }

    Client client() {
        return switch (kind) {
            case "subject" -> new Client.Subject(subject);
            case "claimed" -> new Client.Claimed(subject, network);
            case "address" -> new Client.Network(network);
            default -> throw new IllegalStateException("the database holds a client of an unknown kind: " + kind);
        };
    }

    /// Whether the client has proven who it is, so that nobody can make up any number of them.
    boolean isProven() {
        return kind.equals("subject");
    }

    /// A client whose subject is not longer than is stored; the same object where it is not.
    static Client capped(Client client) {
        return switch (client) {
            case Client.Subject subject ->
                subject.subject().length() <= LONGEST_SUBJECT ? client : new Client.Subject(capped(subject.subject()));
            case Client.Claimed claimed ->
                claimed.subject().length() <= LONGEST_SUBJECT
                        ? client
                        : new Client.Claimed(capped(claimed.subject()), claimed.network());
            case Client.Network _ -> client;
        };
    }

    /// Half a surrogate pair, and the character that ends a text in C, do not come back from a database as they
    /// went in; then the client would be another one after a restart.
    private static String storable(String subject) {
        boolean plain = true;
        for (int i = 0; i < subject.length(); i++) {
            char c = subject.charAt(i);
            plain &= c != 0 && !Character.isSurrogate(c);
        }
        return plain
                ? subject
                : new String(subject.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '?');
    }

    /// The beginning of a long name, and a hash that tells it from others that begin alike.
    private static String capped(String subject) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return subject.substring(0, KEPT) + "~" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public int compareTo(Who other) {
        return ORDER.compare(this, other);
    }
}
