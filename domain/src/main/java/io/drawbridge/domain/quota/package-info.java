/// Sharing a limit between nodes. A [io.drawbridge.domain.quota.Ledger] knows, for each counter that is worth
/// sharing, what every node has used and what it holds for use; a node asks it for more with a
/// [io.drawbridge.domain.quota.Claim], ahead of need, and never waits for the answer, a
/// [io.drawbridge.domain.quota.Grant]. What is used and held together never exceeds the limit.
@NullMarked
package io.drawbridge.domain.quota;

import org.jspecify.annotations.NullMarked;
