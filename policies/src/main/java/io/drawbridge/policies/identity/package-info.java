/// Learning who is asking, and telling upstreams. [io.drawbridge.policies.identity.BearerAuthenticator] verifies
/// bearer tokens: a strict wrapper of ours reads the token, and the JOSE library beneath it does nothing but the
/// HMAC, so that no leniency of a parser reaches us. [io.drawbridge.policies.identity.LegacyClaims] sees the unproven
/// ways in which clients used to name themselves, and [io.drawbridge.policies.identity.RouteAuthenticator] puts both
/// in order: a credential that was presented is never overlooked in favour of a claim. In the other direction
/// [io.drawbridge.policies.identity.HmacTokenIssuer] makes access tokens, and
/// [io.drawbridge.policies.identity.GatewayIdentity] tells an upstream who is asking, signed with a
/// [io.drawbridge.policies.identity.SigningKey] of the gateway's own, so that no service can mint user tokens. What
/// is remembered between requests lies in bounded caches and is checked against the clock at every use.
@NullMarked
package io.drawbridge.policies.identity;

import org.jspecify.annotations.NullMarked;
