package io.drawbridge.storage.redis;

import io.drawbridge.domain.quota.Claim;
import io.drawbridge.domain.quota.Grant;
import io.drawbridge.domain.quota.Ledger;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Keeps shared limits in Redis. One script, which Redis runs whole or not at all, takes what a node has used
/// and gives it what is free; Redis' own clock is the only one that counts, so nodes need not agree on the
/// time. A counter is a hash that vanishes by itself some time after its last use.
public final class RedisLedger implements Ledger {
    private static final String PREFIX = "drawbridge:limit:";
    private static final String NODES = "drawbridge:nodes";
    private static final String WANTED = "drawbridge:limit-wanted";
    /// A node that was not seen for so long is gone.
    private static final int GONE_MILLISECONDS = 3_000;

    private static final String HELLO = """
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            redis.call('ZADD', KEYS[1], now, ARGV[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
            return redis.call('ZCARD', KEYS[1])
            """;

    private final Redis redis;
    /// A node that starts again is another one: what it used before stays used.
    private final String self = UUID.randomUUID().toString().substring(0, 13);

    private final String script = script();
    private final AtomicInteger nodes = new AtomicInteger();
    private volatile String digest = "";
    private volatile @Nullable Listener listener;

    public RedisLedger(Redis redis) {
        this.redis = redis;
        redis.subscribe(WANTED, this::heard);
        redis.watch(new Redis.Watcher() {
            @Override
            public CompletableFuture<?> alive(Redis.Session session) {
                return greet(session.commands());
            }

            @Override
            public void away() {
                meet(0);
            }
        });
    }

    private void heard(String message) {
        Listener present = listener;
        int end = message.indexOf('|');
        if (present != null && end > 0 && !message.substring(0, end).equals(self)) {
            present.wanted(message.substring(end + 1));
        }
    }

    private CompletableFuture<?> greet(RedisAsyncCommands<String, String> commands) {
        if (digest.isEmpty()) {
            digest = commands.digest(script);
        }
        String[] keys = {NODES};
        return commands.<Long>eval(HELLO, ScriptOutputType.INTEGER, keys, self, Integer.toString(GONE_MILLISECONDS))
                .toCompletableFuture()
                .thenAccept(count -> meet(Math.toIntExact(count)));
    }

    private void meet(int count) {
        Listener present = listener;
        if (nodes.getAndSet(count) != count && present != null) {
            present.changed();
        }
    }

    @Override
    public int nodes() {
        return nodes.get();
    }

    @Override
    public void listen(Listener next) {
        listener = next;
    }

    @Override
    public CompletableFuture<Grant> claim(Claim claim) {
        return redis.session()
                .map(session -> ask(session.commands(), claim))
                .orElseGet(() -> CompletableFuture.failedFuture(new IOException("Redis is away")));
    }

    private CompletableFuture<Grant> ask(RedisAsyncCommands<String, String> commands, Claim claim) {
        String[] keys = {PREFIX + claim.counter(), NODES};
        List<String> values = new ArrayList<>();
        values.add(self);
        values.add(Integer.toString(claim.limit()));
        values.add(Long.toString(claim.period().toMillis()));
        values.add(
                switch (claim.kind()) {
                    case JOIN -> "join";
                    case GO_ON -> "go-on";
                });
        values.add(Integer.toString(claim.held()));
        values.add(Integer.toString(claim.want()));
        values.add(Integer.toString(GONE_MILLISECONDS));
        values.add(WANTED);
        values.add(claim.counter());
        for (Claim.Uses uses : claim.uses()) {
            values.add(Long.toString(uses.ageMillis()));
            values.add(Integer.toString(uses.count()));
        }
        String[] arguments = values.toArray(String[]::new);
        CompletableFuture<List<Long>> first = commands.<List<Long>>evalsha(
                        digest, ScriptOutputType.MULTI, keys, arguments)
                .toCompletableFuture()
                .exceptionallyCompose(failure -> unwrapped(failure) instanceof RedisNoScriptException
                        ? commands.<List<Long>>eval(script, ScriptOutputType.MULTI, keys, arguments)
                                .toCompletableFuture()
                        : CompletableFuture.failedFuture(failure));
        return Redis.inTime(first).thenApply(RedisLedger::grant).whenComplete((_, failure) -> {
            if (failure != null) {
                redis.suspect(unwrapped(failure));
            }
        });
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static Grant grant(List<Long> answer) {
        return switch (Math.toIntExact(answer.getFirst())) {
            case 0 ->
                new Grant.Granted(
                        Math.toIntExact(answer.get(1)),
                        Math.toIntExact(answer.get(2)),
                        Math.toIntExact(answer.get(3)),
                        answer.get(4));
            case 1 -> new Grant.Quiet();
            case 2 -> new Grant.Stranger();
            default -> throw new IllegalStateException("the ledger's script answered " + answer);
        };
    }

    private static String script() {
        try (InputStream in = RedisLedger.class.getResourceAsStream("claim.lua")) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file claim.lua; build or install it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
