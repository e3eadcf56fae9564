package io.drawbridge.domain.identity;

/// Whom shares and readiness count, and with [#limited] whom rate limits count.
public sealed interface Client {
    /// Somebody who proved to be this subject.
    record Subject(String subject) implements Client {
        @Override
        public String label() {
            return "subject:" + subject;
        }
    }

    /// Somebody who claims to be this subject, from this network.
    record Claimed(String subject, String network) implements Client {
        @Override
        public String label() {
            return "claimed:" + subject + "@" + network;
        }
    }

    /// Whoever it is that comes from this network.
    record Network(String network) implements Client {
        @Override
        public String label() {
            return "address:" + network;
        }
    }

    /// A text that is stable over restarts and different for different clients. A subject may hold any character, so
    /// what
    /// writes a label into a log escapes it.
    String label();

    /// The client of an exchange.
    static Client of(Identity identity, ClientAddress address) {
        return switch (identity) {
            case Identity.Verified verified -> new Subject(verified.subject());
            case Identity.Legacy legacy -> new Claimed(legacy.subject(), address.network());
            case Identity.Anonymous _, Identity.Rejected _, Identity.Unknown _ -> new Network(address.network());
        };
    }

    /// The client that a rate limit counts. A subject that is only claimed never counts: one client could make up as
    /// many as it likes.
    static Client limited(Identity identity, ClientAddress address) {
        return identity instanceof Identity.Verified verified
                ? new Subject(verified.subject())
                : new Network(address.network());
    }
}
