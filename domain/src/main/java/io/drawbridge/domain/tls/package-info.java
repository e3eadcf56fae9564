/// What TLS is made of, as values: the [io.drawbridge.domain.tls.ServerCertificate]s that the gateway shows,
/// whose certificates it believes ([io.drawbridge.domain.tls.TrustedAuthorities]), what it asks of clients, and
/// the oldest version that it speaks. The configuration reads them, the data plane serves them, and neither
/// knows the other.
@NullMarked
package io.drawbridge.domain.tls;

import org.jspecify.annotations.NullMarked;
