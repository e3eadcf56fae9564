/// The whole effective configuration, immutable and numbered, and the only way it changes. The data plane
/// reads the current [io.drawbridge.domain.snapshot.Snapshot] through a
/// [io.drawbridge.domain.snapshot.SnapshotSource];
/// whoever steers makes a [io.drawbridge.domain.snapshot.SnapshotEdit], which names the version it expects and has an
/// inverse.
@NullMarked
package io.drawbridge.domain.snapshot;

import org.jspecify.annotations.NullMarked;
