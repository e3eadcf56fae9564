package io.drawbridge.dataplane.listener;

import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.Objects;

/// Collects a request's body for an endpoint of the gateway's own, and has the endpoint answer on a virtual
/// thread.
final class OwnAnswer implements BodySink {
    private static final System.Logger LOG = System.getLogger(OwnAnswer.class.getName());
    private static final int MAX_BODY = 64 * 1024;
    /// How many endpoints may be at work at once, so that a flood of logins leaves the machine to others.
    static final int MAX_AT_WORK = 256;

    private final ClientStream stream;
    private final Turn turn;
    private final Endpoint endpoint;
    private final Identified exchange;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);
    private boolean continued;

    OwnAnswer(ClientStream stream, Turn turn, Endpoint endpoint, Identified exchange) {
        this.stream = stream;
        this.turn = turn;
        this.endpoint = endpoint;
        this.exchange = exchange;
    }

    @Override
    public boolean accepts() {
        if (turn.request().expectsContinue() && !continued && !turn.isOver()) {
            continued = true;
            stream.askForBody();
        }
        return !turn.isOver();
    }

    @Override
    public void take(ByteBuf data) {
        turn.received(data.readableBytes());
        if (turn.isOver()) {
            data.release();
            return;
        }
        stream.patience().progress();
        if (body.size() + data.readableBytes() <= MAX_BODY) {
            byte[] bytes = new byte[data.readableBytes()];
            data.readBytes(bytes);
            body.writeBytes(bytes);
            data.release();
            return;
        }
        data.release();
        turn.refuse(
                Problem.of(413, "body-too-large", "The body is too large", "Send 64 KiB at the most."),
                Ending.REQUEST_TOO_LARGE,
                "a body of more than " + MAX_BODY + " bytes for an endpoint of the gateway's own");
    }

    @Override
    public void end(Fields trailers) {
        if (!stream.site().atWork().tryAcquire()) {
            turn.refuse(
                    Problem.of(503, "busy", "The gateway is busy", "Try again in a moment."),
                    Ending.INTERNAL_ERROR,
                    MAX_AT_WORK + " endpoints are at work");
            return;
        }
        stream.patience().waitFor(Waiting.FOR_ENDPOINT);
        Thread.startVirtualThread(this::work);
    }

    private void work() {
        try {
            Answer answer = Objects.requireNonNull(endpoint.answer(exchange, body.toByteArray()), "no answer");
            stream.loop().executor().execute(() -> {
                answer.notices().forEach(stream.loop().recorder(stream.site())::record);
                turn.answer(answer);
            });
        } catch (Throwable failure) {
            // Errors too: the client waits for an answer whatever it was that broke.
            LOG.log(System.Logger.Level.ERROR, "an endpoint of the gateway's own failed", failure);
            stream.loop().executor().execute(() -> turn.broken(failure));
        } finally {
            stream.site().atWork().release();
        }
    }

    @Override
    public void flush() {
        // Nothing is passed on before the body is whole.
    }

    @Override
    public void spoilt(String why) {
        turn.bodySpoilt(why);
    }
}
