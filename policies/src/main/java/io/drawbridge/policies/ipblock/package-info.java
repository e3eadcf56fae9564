/// Refuses addresses that are blocked. [io.drawbridge.policies.ipblock.IpBlockPolicy] asks the node's
/// [io.drawbridge.domain.network.Blocklist], which is in memory; who put a block there, an operator, a list or
/// a threshold, makes no difference. Whoever is on the allow-list passes, whatever is blocked. No address is
/// exempt for being private.
@NullMarked
package io.drawbridge.policies.ipblock;

import org.jspecify.annotations.NullMarked;
