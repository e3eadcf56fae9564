package io.drawbridge.domain.event;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Judgement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One exchange, from its first byte to its ending. Texts from the client are as received: who writes them escapes
/// them.
///
/// @param decision present when a policy refused the exchange or would have
/// @param route absent when no route was found
/// @param ownRoute whether the gateway answers this route itself; such exchanges are not part of the API that is
///     being
/// tightened
/// @param path the normalised path, or empty where the request could not be read
/// @param query as received, without the `?`
/// @param status the status that the client got, or 0 when it got none
/// @param requestBytes body bytes from the client
/// @param responseBytes body bytes to the client
/// @param nanoseconds from the first byte of the request to the last of the answer
/// @param cause for operators, why it ended as it did; empty where the ending says it all
/// @param judgements every policy that ran, in order; allowances too only where one of them is a denial
public record Exchanged(
        Optional<DecisionId> decision,
        Instant at,
        ClientAddress address,
        Optional<RouteName> route,
        boolean ownRoute,
        Identity identity,
        Client client,
        String method,
        String path,
        String query,
        String version,
        String userAgent,
        String referer,
        int status,
        long requestBytes,
        long responseBytes,
        long nanoseconds,
        Ending ending,
        String cause,
        List<Judgement> judgements,
        long snapshotVersion)
        implements Event {
    public Exchanged {
        judgements = List.copyOf(judgements);
    }
}
