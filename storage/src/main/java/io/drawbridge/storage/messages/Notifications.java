package io.drawbridge.storage.messages;

import io.drawbridge.storage.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Carries topics by PostgreSQL's LISTEN and NOTIFY. Its one connection is asked every second whether it still
/// lives, because a listener on a dead one hears nothing and no error either.
public final class Notifications implements Carrier {
    private static final String CHANNEL = "drawbridge";
    private static final int PATIENCE_MILLISECONDS = 1_000;
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Database database;
    private volatile boolean open = true;
    private volatile @Nullable Thread thread;

    public Notifications(Database database) {
        this.database = database;
    }

    @Override
    public void start(Listener listener) {
        thread = Thread.ofPlatform().daemon().name("drawbridge-notifications").start(() -> {
            while (open) {
                listen(listener);
                LockSupport.parkNanos(RETRY.toNanos());
            }
        });
    }

    private void listen(Listener listener) {
        try (Connection connection = database.listening()
                .orElseThrow(() -> new IllegalStateException("this database does not notify anybody"))) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
                // What was said before is not heard any more.
                listener.lost();
                PGConnection notified = connection.unwrap(PGConnection.class);
                while (open) {
                    PGNotification[] notifications = notified.getNotifications(PATIENCE_MILLISECONDS);
                    if (notifications == null || notifications.length == 0) {
                        statement.execute("SELECT 1");
                        continue;
                    }
                    for (PGNotification notification : notifications) {
                        listener.heard(notification.getParameter());
                    }
                }
            }
        } catch (SQLException _) {
            // The database is away, which whoever uses it says; here it is tried again.
        }
    }

    @Override
    public void send(Set<Topic> topics) {
        database.jdbi().useHandle(handle -> {
            for (Topic topic : topics) {
                handle.createQuery("SELECT pg_notify(:channel, :topic)")
                        .bind("channel", CHANNEL)
                        .bind("topic", topic.name())
                        .map((_, _) -> topic)
                        .one();
            }
        });
    }

    @Override
    public void close() {
        open = false;
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
            try {
                running.join(Duration.ofSeconds(6));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
