package io.drawbridge.storage.messages;

/// What has changed. The name goes over the wire.
///
/// @param name of small letters and hyphens, at most 32
public record Topic(String name) {
    /// The numbered snapshot: modes, shares, dates.
    public static final Topic SNAPSHOT = new Topic("snapshot");

    /// Blocked addresses.
    public static final Topic BLOCKS = new Topic("blocks");

    /// Withdrawn tokens and keys.
    public static final Topic REVOCATIONS = new Topic("revocations");

    /// Who is there; nobody publishes it, and everybody looks once a second.
    public static final Topic NODES = new Topic("nodes");

    public Topic {
        if (!name.matches("[a-z][a-z-]{0,31}")) {
            throw new IllegalArgumentException("a topic's name has small letters and hyphens, not '" + name + "'");
        }
    }
}
