package io.drawbridge.dataplane.upstream;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.route.HealthCheck;
import io.drawbridge.domain.route.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks over a connection of its own, made and read as those of requests are. Only the status counts; the
/// connection is closed as soon as it is known.
final class HttpProber implements Prober {
    private static final UpstreamConnection.Owner NOBODY = new UpstreamConnection.Owner() {
        @Override
        public void park(UpstreamConnection connection) {
            connection.close();
        }

        @Override
        public void closed(UpstreamConnection connection) {
            // Nobody counts it.
        }
    };

    private final EventLoopGroup group;
    private final Connector connector;

    HttpProber(EventLoopGroup group, Connector connector) {
        this.group = group;
        this.connector = connector;
    }

    @Override
    public void probe(Upstream upstream, TargetState target, HealthCheck check, Consumer<Outcome> done) {
        EventLoop loop = group.next();
        loop.execute(() -> {
            Probe probe = new Probe(target, check, done);
            probe.timer = loop.schedule(
                    () -> probe.end(new Outcome.Unwell(
                            "no answer within " + check.timeout().toMillis() + " ms")),
                    check.timeout().toNanos(),
                    TimeUnit.NANOSECONDS);
            connector.connect(
                    loop,
                    upstream,
                    target.target(),
                    target.address(),
                    channel -> UpstreamConnection.on(NOBODY, channel),
                    outcome -> {
                        switch (outcome) {
                            case Connector.Outcome.Connected connected -> probe.ask(connected.connection());
                            case Connector.Outcome.Failed failed ->
                                probe.end(new Outcome.Unwell(failed.failure().why()));
                        }
                    });
        });
    }

    private static final class Probe implements ResponseHandler {
        private final TargetState target;
        private final HealthCheck check;
        private final Consumer<Outcome> done;
        private @Nullable Future<?> timer;
        private @Nullable UpstreamConnection connection;
        private boolean over;

        Probe(TargetState target, HealthCheck check, Consumer<Outcome> done) {
            this.target = target;
            this.check = check;
            this.done = done;
        }

        void ask(UpstreamConnection established) {
            if (over) {
                established.close();
                return;
            }
            connection = established;
            established.begin("GET", Framing.NONE, this);
            ByteBuf request = established.buffer(256);
            ByteBufUtil.writeAscii(
                    request,
                    "GET " + check.path() + " HTTP/1.1\r\nHost: "
                            + target.target().authority()
                            + "\r\nUser-Agent: drawbridge-health\r\nAccept: */*\r\nConnection: close\r\n\r\n");
            established.head(request);
            established.end(Fields.NONE);
        }

        void end(Outcome outcome) {
            if (over) {
                return;
            }
            over = true;
            Future<?> running = timer;
            if (running != null) {
                running.cancel(false);
            }
            UpstreamConnection open = connection;
            connection = null;
            if (open != null) {
                open.close();
            }
            done.accept(outcome);
        }

        @Override
        public void head(ParsedResponse head) {
            if (!head.isInterim()) {
                end(
                        head.status() < 400
                                ? new Outcome.Well()
                                : new Outcome.Unwell("it answers with status " + head.status()));
            }
        }

        @Override
        public boolean expects(ParsedResponse switching) {
            return false;
        }

        @Override
        public void data(ByteBuf data) {
            data.release();
        }

        @Override
        public void complete(Fields trailers) {
            // The head has said everything.
        }

        @Override
        public void failed(UpstreamFailure failure) {
            connection = null;
            end(new Outcome.Unwell(failure.why()));
        }

        @Override
        public void pause() {
            // Nothing is passed on.
        }

        @Override
        public void writable() {
            // The request fits.
        }

        @Override
        public boolean hungry() {
            return true;
        }
    }
}
