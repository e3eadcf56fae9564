/// A certificate from an authority, by ACME (RFC 8555). [io.drawbridge.controlplane.acme.Renewal] decides when
/// one is due and waits longer after each failure; an [io.drawbridge.controlplane.acme.Issuer] gets it, the
/// real one with acme4j; [io.drawbridge.controlplane.acme.AcmeFolder] keeps account and certificate over
/// restarts; and [io.drawbridge.controlplane.acme.Challenges] answers the authority's question over plain HTTP.
/// Whatever fails, the certificate that there is stays in use.
@NullMarked
package io.drawbridge.controlplane.acme;

import org.jspecify.annotations.NullMarked;
