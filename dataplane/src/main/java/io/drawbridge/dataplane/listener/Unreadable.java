package io.drawbridge.dataplane.listener;

import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import java.util.List;
import java.util.Optional;

/// Refuses requests whose head could not be read, so that nothing is known of them but where they came from.
public final class Unreadable {
    private Unreadable() {}

    /// How a request ended that was refused with this status.
    public static Ending ending(int status) {
        return switch (status) {
            case 408 -> Ending.REQUEST_TIMEOUT;
            case 414, 431 -> Ending.REQUEST_TOO_LARGE;
            case 417 -> Ending.EXPECTATION_FAILED;
            default -> Ending.MALFORMED_REQUEST;
        };
    }

    /// Records the request and answers with a problem.
    ///
    /// @param why for operators
    public static void refuse(ClientStream stream, int status, String why) {
        Problem problem = problem(status);
        byte[] body = problem.body();
        record(stream.loop(), stream.site(), stream.address(), status, body.length, why);
        stream.answer(
                status,
                Problem.CONTENT_TYPE,
                body,
                problem.fields(),
                false,
                Additions.only(stream.site().routed().snapshot().unroutedFields(stream.scheme())));
    }

    /// Records a request that got no answer.
    public static void unanswered(Loop loop, Site site, ClientAddress address, String why) {
        record(loop, site, address, 0, 0, why);
    }

    private static Problem problem(int status) {
        return switch (ending(status)) {
            case REQUEST_TOO_LARGE -> Problems.headTooLarge(status);
            case REQUEST_TIMEOUT -> Problems.REQUEST_TIMEOUT;
            case EXPECTATION_FAILED -> Problems.EXPECTATION_FAILED;
            default -> Problems.malformed(status);
        };
    }

    private static void record(Loop loop, Site site, ClientAddress address, int status, int bytes, String why) {
        loop.recorder(site)
                .record(new Exchanged(
                        Optional.empty(),
                        loop.clock().instant(),
                        address,
                        Optional.empty(),
                        false,
                        Identity.ANONYMOUS,
                        new Client.Network(address.network()),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        status,
                        0,
                        bytes,
                        0,
                        ending(status),
                        why,
                        List.of(),
                        site.routed().snapshot().version()));
    }
}
