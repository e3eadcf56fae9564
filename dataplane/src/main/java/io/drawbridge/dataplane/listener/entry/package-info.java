/// Which protocol a client connection speaks. [io.drawbridge.dataplane.listener.entry.Protocols] installs the
/// handlers of one on a channel: told which one (after TLS has agreed on it), or by what the client says first.
@NullMarked
package io.drawbridge.dataplane.listener.entry;

import org.jspecify.annotations.NullMarked;
