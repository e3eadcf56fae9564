/// Blocks, as operators and thresholds place and lift them. The database is the truth and survives a restart;
/// [io.drawbridge.controlplane.blocks.Blocks] keeps the node's [io.drawbridge.domain.network.Blocklist] in step
/// with it, so that judging never asks the database. What an operator does is written first and told
/// afterwards; what a threshold does holds at once and is written a moment later, because an event loop cannot
/// wait. Automatic blocks are bounded in number, and whatever is over the bound is counted.
/// [io.drawbridge.controlplane.blocks.BlockExport] writes lists for people and for nftables.
@NullMarked
package io.drawbridge.controlplane.blocks;

import org.jspecify.annotations.NullMarked;
