/// HTTP/1.1 and HTTP/1.0 clients. A connection carries one request after the other; requests that were sent
/// ahead wait in its input until the one before is answered.
/// [io.drawbridge.dataplane.listener.http1.Http1Connection] is the stream of whichever exchange has it; the
/// input finds heads and bodies, and answers are framed as the client's version can take them.
@NullMarked
package io.drawbridge.dataplane.listener.http1;

import org.jspecify.annotations.NullMarked;
