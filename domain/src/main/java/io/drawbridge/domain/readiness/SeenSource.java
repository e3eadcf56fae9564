package io.drawbridge.domain.readiness;

import io.drawbridge.domain.network.Network;
import java.util.List;

/// Answers who came from a network, as far as clients are told apart. A client that uses several addresses is
/// known by the last one.
@FunctionalInterface
public interface SeenSource {
    /// Those with the most requests first.
    List<SeenClient> seenFrom(Network network);
}
