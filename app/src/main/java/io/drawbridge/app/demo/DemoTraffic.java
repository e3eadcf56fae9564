package io.drawbridge.app.demo;

import io.drawbridge.domain.identity.TokenIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The demo's clients: most send tokens, some still say who they are with `user_id`, one does now this and now that.
/// Each comes
/// from a loopback address of its own other than 127.0.0.1, so that none of the limits that a visitor meets is used
/// up.
final class DemoTraffic implements AutoCloseable {
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);
    /// How often each client asks: well under the limit of the class `api`.
    private static final long PERIOD_MILLIS = 4_000;

    /// One client program of one technician.
    private record Visitor(String user, String address, String userAgent, Habit habit) {}

    private enum Habit {
        MODERN,
        LEGACY,
        HALF_MIGRATED
    }

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("demo-traffic").daemon().factory());
    private final URI gateway;
    private final TokenIssuer tokens;

    DemoTraffic(URI gateway, TokenIssuer tokens) {
        this.gateway = gateway;
        this.tokens = tokens;
    }

    /// Whose work orders the clients ask for.
    static List<String> users() {
        return visitors().stream().map(Visitor::user).distinct().toList();
    }

    private static List<Visitor> visitors() {
        List<Visitor> visitors = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            visitors.add(new Visitor("tech-0" + i, "127.0.1." + i, "FossaWork-Web/2.4 (Firefox)", Habit.MODERN));
        }
        visitors.add(new Visitor("tech-11", "127.0.2.11", "FossaWork-Mobile/1.3 (Android 9)", Habit.LEGACY));
        visitors.add(new Visitor("tech-12", "127.0.2.12", "FossaWork-Mobile/1.3 (Android 9)", Habit.LEGACY));
        visitors.add(new Visitor("tech-13", "127.0.2.13", "nightly-export/0.9 (python-requests)", Habit.LEGACY));
        visitors.add(new Visitor("tech-14", "127.0.2.14", "Excel PowerQuery", Habit.LEGACY));
        visitors.add(new Visitor("tech-15", "127.0.2.15", "FossaWork-Mobile/1.9 (iOS 17)", Habit.HALF_MIGRATED));
        return visitors;
    }

    void start() {
        List<Visitor> visitors = visitors();
        for (int i = 0; i < visitors.size(); i++) {
            Visitor visitor = visitors.get(i);
            HttpClient client = HttpClient.newBuilder()
                    .localAddress(InetAddress.ofLiteral(visitor.address()))
                    .connectTimeout(Duration.ofSeconds(2))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            String token = tokens.issue(visitor.user(), Set.of("user"), TOKEN_LIFETIME);
            int[] round = {i};
            timer.scheduleAtFixedRate(
                    () -> send(client, visitor, token, round[0]++),
                    PERIOD_MILLIS * i / visitors.size(),
                    PERIOD_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void send(HttpClient client, Visitor visitor, String token, int round) {
        boolean legacy = switch (visitor.habit()) {
            case MODERN -> false;
            case LEGACY -> true;
            case HALF_MIGRATED -> round % 2 == 0;
        };
        String query =
                (round % 3 == 0 ? "?limit=5" : "?skip=0&limit=10") + (legacy ? "&user_id=" + visitor.user() : "");
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve("/api/v1/work-orders" + query))
                .timeout(Duration.ofSeconds(5))
                .header("User-Agent", visitor.userAgent());
        if (!legacy) {
            request.header("Authorization", "Bearer " + token);
        }
        client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .whenComplete((_, failure) -> {
                    if (failure != null && !(failure.getCause() instanceof IOException)) {
                        System.getLogger(DemoTraffic.class.getName())
                                .log(System.Logger.Level.DEBUG, "a request of the demo's traffic failed", failure);
                    }
                });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
