package io.drawbridge.storage.redis;

import io.drawbridge.storage.messages.Carrier;
import io.drawbridge.storage.messages.Topic;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Carries topics by Redis' publish and subscribe.
public final class RedisCarrier implements Carrier {
    private static final String CHANNEL = "drawbridge:look-again";

    private final Redis redis;

    public RedisCarrier(Redis redis) {
        this.redis = redis;
    }

    @Override
    public void start(Listener listener) {
        redis.subscribe(CHANNEL, listener::heard);
        redis.watch(new Redis.Watcher() {
            private Redis.@Nullable Session last;

            @Override
            public CompletableFuture<?> alive(Redis.Session session) {
                // What was said between two sessions was not heard.
                if (session != last) {
                    last = session;
                    listener.lost();
                }
                return CompletableFuture.completedFuture(session);
            }

            @Override
            public void away() {
                last = null;
            }
        });
    }

    @Override
    public void send(Set<Topic> topics) {
        redis.session()
                .ifPresent(session -> topics.forEach(topic -> session.commands().publish(CHANNEL, topic.name())));
    }

    @Override
    public void close() {
        // The connection is closed by whoever opened it.
    }
}
