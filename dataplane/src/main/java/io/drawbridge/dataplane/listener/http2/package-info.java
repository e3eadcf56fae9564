/// HTTP/2 clients (RFC 9113), over Netty's frame codec. A connection carries many exchanges at once, each on a
/// [io.drawbridge.dataplane.listener.http2.Http2ClientStream] of its own. Heads are checked here as strictly as
/// those of HTTP/1.1 and by the same parser; flow control couples each stream to its upstream, so that neither
/// side can make the gateway hold more than a window. What a client can do to a connection that costs the
/// gateway more than the client, such as opening streams only to reset them, is counted, and a client that does
/// too much of it is asked to calm down and closed.
@NullMarked
package io.drawbridge.dataplane.listener.http2;

import org.jspecify.annotations.NullMarked;
