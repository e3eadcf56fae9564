package io.drawbridge.controlplane.snapshots;

import io.drawbridge.storage.messages.Messages;
import java.util.Optional;

/// What steering needs where several nodes steer together.
///
/// @param messages tell this node of the others' edits, and the others of its own
/// @param lastSnapshot keeps what held, for a start while the database is away
public record Sharing(Messages messages, Optional<LastSnapshot> lastSnapshot) {
    /// Of a node that has its database to itself.
    public static final Sharing NONE = new Sharing(Messages.ALONE, Optional.empty());
}
