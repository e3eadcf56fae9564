/// Blocks on the command line: `drawbridge block` and `unblock` for one address or range, `drawbridge blocks`
/// to list them and to bring lists in and out. Lists are read here, as plain text or as nftables writes them,
/// and go to the gateway in parts of a thousand.
@NullMarked
package io.drawbridge.cli.blocks;

import org.jspecify.annotations.NullMarked;
