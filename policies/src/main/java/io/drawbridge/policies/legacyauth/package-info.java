/// The way out of legacy authentication. [io.drawbridge.policies.legacyauth.LegacyAuthPolicy] is the one policy that
/// judges legacy identities: it denies them all, and its mode decides what that means. In warn a client is told by
/// the standard fields (RFC 9745 `Deprecation`, RFC 8594 `Sunset`, `Link`) and by `X-Deprecated-Auth`; in enforce it
/// gets 401 and is told how to migrate.
@NullMarked
package io.drawbridge.policies.legacyauth;

import org.jspecify.annotations.NullMarked;
