/// TLS on the gateway's connections. [io.drawbridge.dataplane.tls.TlsFront] stands before a listener: it reads
/// the name that a client asks for, shows the certificate for it, and hands the connection over when the
/// handshake is done, with what was learnt ([io.drawbridge.dataplane.tls.Secured]). Its certificates are
/// replaced as a whole while connections go on with what they began with.
/// [io.drawbridge.dataplane.tls.UpstreamTls] is the client's side. The engine is BoringSSL where its library
/// loads, and the JDK's elsewhere; suites, versions and groups are the same few.
@NullMarked
package io.drawbridge.dataplane.tls;

import org.jspecify.annotations.NullMarked;
