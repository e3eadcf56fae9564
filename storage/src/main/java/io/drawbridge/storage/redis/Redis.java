package io.drawbridge.storage.redis;

import io.drawbridge.domain.identity.Secret;
import io.drawbridge.storage.Reach;
import io.drawbridge.storage.ReachWatch;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One Redis or Valkey server. A thread of its own connects, asks four times a second whether both connections
/// work, and connects anew where they do not; everybody else finds a session that works, or none.
public final class Redis implements AutoCloseable {
    /// How long an answer may take. Longer, and Redis is away.
    static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final int MOST_WAITING = 10_000;

    /// Told by the thread of this class.
    interface Watcher {
        /// It seems to work; called four times a second, with a session that has just answered. Redis is
        /// reached when what comes back succeeds in time.
        CompletableFuture<?> alive(Session session);

        /// It does not.
        void away();
    }

    /// Told what was published; by a thread of the client library, which must not wait.
    interface Hearer {
        void heard(String message);
    }

    private record Subscription(String channel, Hearer hearer) {}

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisURI uri;
    private final ReachWatch watch;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile @Nullable Session session;
    private volatile boolean open = true;

    /// Two connections that worked when they were last asked.
    static final class Session {
        private final StatefulRedisConnection<String, String> commands;
        private final StatefulRedisPubSubConnection<String, String> messages;

        private Session(
                StatefulRedisConnection<String, String> commands,
                StatefulRedisPubSubConnection<String, String> messages) {
            this.commands = commands;
            this.messages = messages;
        }

        RedisAsyncCommands<String, String> commands() {
            return commands.async();
        }
    }

    private Redis(RedisURI uri, InstantSource clock) {
        this.uri = uri;
        this.watch = new ReachWatch(
                "Redis " + uri.getHost() + ":" + uri.getPort(),
                "Limits hold on each node for itself until it is back",
                clock);
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                // This class connects anew by itself, and nothing waits in the meantime.
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_WAITING)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(PATIENCE.multipliedBy(2))
                        .tcpNoDelay(true)
                        .build())
                .build());
        this.thread = Thread.ofPlatform().daemon().name("drawbridge-redis").unstarted(this::run);
    }

    /// Checks a URL without connecting: `redis://user:password@host:port/database`, `rediss://` for TLS, whose
    /// certificate and name are verified.
    ///
    /// @throws IllegalArgumentException with what is wrong, for people; never with a password
    public static void check(Secret url) {
        parse(url);
    }

    /// Makes a client; [#begin] connects it.
    ///
    /// @throws IllegalArgumentException as [#check] does
    public static Redis at(Secret url, InstantSource clock) {
        return new Redis(parse(url), clock);
    }

    private static RedisURI parse(Secret url) {
        String text = new String(url.reveal(), StandardCharsets.UTF_8);
        try {
            if (text.matches("rediss?://.*")) {
                RedisURI uri = RedisURI.create(text);
                if (uri.getHost() != null && !uri.getHost().isEmpty()) {
                    uri.setTimeout(PATIENCE);
                    uri.setClientName("drawbridge");
                    return uri;
                }
            }
        } catch (RuntimeException _) {
            // Its message may quote the password.
        }
        throw new IllegalArgumentException(
                "a Redis URL is redis://host:6379 or rediss://user:password@host:6380; percent-encode special characters"
                        + " in user and password");
    }

    void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    void subscribe(String channel, Hearer hearer) {
        subscriptions.add(new Subscription(channel, hearer));
    }

    /// Begins to connect, and goes on for as long as it is open. Whoever watches or subscribes has said so
    /// before.
    public void begin() {
        thread.start();
    }

    /// Whether Redis answered last time.
    public Reach reach() {
        return watch.reach();
    }

    /// Empty while Redis is away.
    Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    /// Says that something was not answered in time, so that nobody else tries until it works again.
    void suspect(Throwable failure) {
        if (session != null) {
            lose(failure);
            LockSupport.unpark(thread);
        }
    }

    private void lose(Throwable failure) {
        watch.failed(failure);
        session = null;
        watchers.forEach(Watcher::away);
    }

    private void run() {
        @Nullable Session present = null;
        while (open) {
            try {
                if (present == null || (session == null && !isAnswering(present))) {
                    close(present);
                    present = null;
                    present = connect();
                }
                ask(present);
                session = present;
                for (Watcher watcher : watchers) {
                    watcher.alive(present).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                }
                watch.reached();
            } catch (ExecutionException | TimeoutException | RuntimeException failure) {
                lose(
                        failure instanceof ExecutionException wrapped && wrapped.getCause() != null
                                ? wrapped.getCause()
                                : failure);
                close(present);
                present = null;
            } catch (InterruptedException _) {
                break;
            }
            LockSupport.parkNanos(this, PERIOD.toNanos());
        }
        session = null;
        close(present);
    }

    private static boolean isAnswering(Session session) throws InterruptedException {
        try {
            ask(session);
            return true;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
    }

    private static void ask(Session session) throws InterruptedException, ExecutionException, TimeoutException {
        Future<String> commands = session.commands.async().ping();
        Future<String> messages = session.messages.async().ping();
        commands.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        messages.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Session connect() throws InterruptedException, ExecutionException, TimeoutException {
        long most = 4 * PATIENCE.toMillis();
        var commands = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
        var messages = client.connectPubSubAsync(StringCodec.UTF8, uri).toCompletableFuture();
        try {
            Session fresh =
                    new Session(commands.get(most, TimeUnit.MILLISECONDS), messages.get(most, TimeUnit.MILLISECONDS));
            fresh.messages.addListener(new RedisPubSubAdapter<String, String>() {
                @Override
                public void message(String channel, String message) {
                    for (Subscription one : subscriptions) {
                        if (one.channel.equals(channel)) {
                            one.hearer.heard(message);
                        }
                    }
                }
            });
            String[] channels =
                    subscriptions.stream().map(Subscription::channel).distinct().toArray(String[]::new);
            if (channels.length > 0) {
                fresh.messages.async().subscribe(channels).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
            return fresh;
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            commands.thenAccept(StatefulRedisConnection::closeAsync);
            messages.thenAccept(StatefulRedisConnection::closeAsync);
            throw failure;
        }
    }

    private static void close(@Nullable Session session) {
        if (session != null) {
            if (session.commands.isOpen()) {
                session.commands.closeAsync();
            }
            if (session.messages.isOpen()) {
                session.messages.closeAsync();
            }
        }
    }

    /// How long an answer may take before Redis is away.
    public static Duration longestWait() {
        return PATIENCE;
    }

    /// Completes in time, one way or the other.
    static <T> CompletableFuture<T> inTime(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        client.shutdown(0, 1, TimeUnit.SECONDS);
        resources.shutdown(0, 1, TimeUnit.SECONDS);
    }
}
