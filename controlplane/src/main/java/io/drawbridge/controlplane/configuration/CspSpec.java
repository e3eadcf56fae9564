package io.drawbridge.controlplane.configuration;

import java.net.URI;
import java.util.Optional;

/// What browsers are asked to report of the Content-Security-Policy.
///
/// @param collect whether answers name the gateway's own collector
/// @param candidate a policy that is tried without being enforced
/// @param forward where the gateway passes reports on to; where it does not collect, where browsers send them
public record CspSpec(boolean collect, Optional<String> candidate, Optional<URI> forward) {
    static final CspSpec DEFAULT = new CspSpec(true, Optional.empty(), Optional.empty());
}
