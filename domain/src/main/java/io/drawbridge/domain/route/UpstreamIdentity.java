package io.drawbridge.domain.route;

import io.drawbridge.domain.identity.Identity;
import java.util.Optional;

/// Tells an upstream who is asking, in a way that it can verify and cannot use elsewhere.
@FunctionalInterface
public interface UpstreamIdentity {
    /// The name, in lower case, of the request field that carries the token.
    String FIELD = "drawbridge-identity";

    /// For upstreams that need not know.
    UpstreamIdentity NONE = (_, _) -> Optional.empty();

    /// A signed token, good for 60 seconds at the most and for this upstream alone; empty for an identity that is
    /// neither verified
    /// nor a legacy claim that was let pass.
    Optional<String> token(Identity identity, Upstream upstream);
}
