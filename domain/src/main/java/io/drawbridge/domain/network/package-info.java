/// Addresses in numbers, and sets of them. An [io.drawbridge.domain.network.Address] is what a text or a packet
/// says, as bits; a [io.drawbridge.domain.network.Network] is a CIDR range; a
/// [io.drawbridge.domain.network.NetworkTrie] finds the ranges that cover an address in as many steps as the
/// address has bits, however many ranges there are, and is never changed but replaced, so that readers need no
/// lock. The [io.drawbridge.domain.network.Blocklist] is what a node holds in memory of all blocks. IPv4
/// addresses inside of IPv6 ones (`::ffff:192.0.2.1`) are IPv4 here, from the first reading on.
@NullMarked
package io.drawbridge.domain.network;

import org.jspecify.annotations.NullMarked;
