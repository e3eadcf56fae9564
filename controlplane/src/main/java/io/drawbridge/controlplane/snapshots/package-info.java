/// Steering: the one place where stances change. [io.drawbridge.controlplane.snapshots.Steering] holds the numbered
/// snapshot of the moment, made from a [io.drawbridge.controlplane.snapshots.Blueprint] (what the configuration says)
/// and the [io.drawbridge.controlplane.snapshots.Stances] (what operators and the configuration have set, the later
/// one
/// counting). A wish is first planned, so that whom it affects can be shown, and then applied to the version that it
/// was planned for, or refused as stale. An edit is compiled first, then written with the new state in one database
/// transaction, and only then does the new snapshot become the current one: what fails changes nothing, and what was
/// answered survives a kill. A configured value that is unchanged since it was last applied never overrides an
/// operator; a changed one is an edit like any other.
@NullMarked
package io.drawbridge.controlplane.snapshots;

import org.jspecify.annotations.NullMarked;
