package io.drawbridge.storage.messages;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// The messages of a node that is one of several. One thread looks, another one sends, so that a database that
/// is slow to answer delays neither what is said by others nor what is said to them.
public final class NodeMessages implements Messages {
    private static final Logger LOG = System.getLogger(NodeMessages.class.getName());

    private record Subscription(Topic topic, Runnable look) {}

    private final List<Carrier> carriers;
    private final long period;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Map<Subscription, String> failing = new HashMap<>();
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final Set<Topic> toSend = ConcurrentHashMap.newKeySet();
    private final Thread looking;
    private final Thread sending;
    private volatile boolean everything;
    private volatile boolean open = true;

    private NodeMessages(List<Carrier> carriers, Duration period) {
        this.carriers = List.copyOf(carriers);
        this.period = period.toNanos();
        this.looking = Thread.ofPlatform().daemon().name("drawbridge-messages").unstarted(this::look);
        this.sending = Thread.ofPlatform().daemon().name("drawbridge-sending").unstarted(this::send);
    }

    /// @param period after which everything is looked at although nobody said anything
    public static NodeMessages start(List<Carrier> carriers, Duration period) {
        NodeMessages messages = new NodeMessages(carriers, period);
        messages.looking.start();
        messages.sending.start();
        for (Carrier carrier : messages.carriers) {
            carrier.start(messages.new Ear());
        }
        return messages;
    }

    private final class Ear implements Carrier.Listener {
        @Override
        public void heard(String topic) {
            // What nobody here subscribes to is not remembered, whatever somebody sends.
            for (Subscription one : subscriptions) {
                if (one.topic.name().equals(topic)) {
                    heard.add(topic);
                    LockSupport.unpark(looking);
                }
            }
        }

        @Override
        public void lost() {
            everything = true;
            LockSupport.unpark(looking);
        }
    }

    @Override
    public void subscribe(Topic topic, Runnable look) {
        subscriptions.add(new Subscription(topic, look));
    }

    @Override
    public void publish(Topic topic) {
        toSend.add(topic);
        LockSupport.unpark(sending);
    }

    private void look() {
        long last = System.nanoTime();
        while (open) {
            long now = System.nanoTime();
            boolean all = everything || now - last >= period;
            Set<String> topics = new HashSet<>(heard);
            if (all) {
                everything = false;
                last = now;
            }
            if (!all && topics.isEmpty()) {
                LockSupport.parkNanos(this, period - (now - last));
                continue;
            }
            // Forgotten before the look: what is said during it is looked at once more.
            heard.removeAll(topics);
            for (Subscription one : subscriptions) {
                if (all || topics.contains(one.topic.name())) {
                    look(one);
                }
            }
        }
    }

    private void look(Subscription one) {
        try {
            one.look.run();
            if (failing.remove(one) != null) {
                LOG.log(Level.INFO, "{0} is looked at again", one.topic.name());
            }
        } catch (RuntimeException failure) {
            if (failing.put(one, one.topic.name()) == null) {
                LOG.log(
                        Level.WARNING,
                        "{0} cannot be looked at; what is known stays, and it is tried again: {1}",
                        one.topic.name(),
                        failure.getMessage());
            }
        }
    }

    private void send() {
        while (open) {
            List<Topic> topics = new ArrayList<>(toSend);
            if (topics.isEmpty()) {
                LockSupport.park(this);
                continue;
            }
            topics.forEach(toSend::remove);
            for (Carrier carrier : carriers) {
                try {
                    carrier.send(Set.copyOf(topics));
                } catch (RuntimeException failure) {
                    LOG.log(Level.DEBUG, "a message was lost; other nodes look by themselves", failure);
                }
            }
        }
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(looking);
        LockSupport.unpark(sending);
        carriers.forEach(Carrier::close);
        try {
            looking.join(Duration.ofSeconds(6));
            sending.join(Duration.ofSeconds(6));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
