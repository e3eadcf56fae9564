/// Connections to the services behind the gateway. Each event loop has its own pool, so that an exchange's two
/// connections
/// live on one loop and no thread waits for another; only the count against an upstream's limit is shared. Answers
/// are
/// read as
/// strictly as requests, and a connection on which anything was out of order is not used again.
@NullMarked
package io.drawbridge.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
