/// Connections to the services behind the gateway. A request makes an [UpstreamCall]: it comes through the
/// upstream's gate, perhaps after a wait, gets a target out of the rotation, and a connection to it. Each event
/// loop has connections of its own, so that an exchange's two connections live on one loop and no thread waits
/// for another. Shared over the loops is what is known of an upstream: its cluster, with the targets'
/// conditions and counts, which outlives snapshots. Health checks, look-ups of names and the ends of ejections
/// come from a tick, not from requests. Answers are read as strictly as requests, and a connection on which
/// anything was out of order is not used again.
@NullMarked
package io.drawbridge.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
