/// Who the client is when a proxy stands in between. A [io.drawbridge.dataplane.client.ClientAddresses] walks
/// `X-Forwarded-For` or `Forwarded` (RFC 7239) from the connection's end backwards, and goes no further than to
/// the first address that is no trusted proxy's: what stands before it was written by somebody whom nobody
/// vouches for. A [io.drawbridge.dataplane.client.ProxyHeader] reads the PROXY protocol, versions 1 and 2, from
/// the first bytes of a connection; it is required from the sources that are configured and believed from no
/// others. The address that comes out is the only one: limits, blocks, events, logs and readiness know no
/// other. Pure text and bytes, without Netty.
@NullMarked
package io.drawbridge.dataplane.client;

import org.jspecify.annotations.NullMarked;
