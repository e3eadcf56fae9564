/// HTTP/1.1 heads and framing, byte by byte (RFC 9110 and RFC 9112), over plain arrays: nothing here knows a
/// transport. It is the gateway's guard against request smuggling, so it is strict: what two readers could read in
/// two
/// ways is refused,
/// and what is accepted is written anew by the gateway and never copied as it came. A request's path is
/// normalised here, once, before it is routed.
@NullMarked
package io.drawbridge.dataplane.codec;

import org.jspecify.annotations.NullMarked;
