package io.drawbridge.policies.threshold;

import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Network;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What one threshold remembers of addresses, by the network that counts. It outlives snapshots, and is shared
/// by all event loops: each address belongs to a stripe with a lock. It is bounded: when a stripe is full, the
/// address that has been quiet for longest is forgotten, and [#evictions] counts it.
public final class Suspects {
    /// How many addresses are remembered, unless told otherwise.
    public static final int DEFAULT_MOST = 50_000;

    private static final int STRIPES = 64;

    private final Stripe[] stripes;
    private final LongAdder evictions = new LongAdder();

    public Suspects() {
        this(DEFAULT_MOST);
    }

    /// @param most how many addresses are remembered at the most, at least 1
    public Suspects(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one address is remembered, not " + most);
        }
        stripes = new Stripe[Math.clamp(Integer.highestOneBit(Math.max(1, most / 64)), 1, STRIPES)];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe(Math.max(1, most / stripes.length));
        }
    }

    /// Takes note of something that counts. While an address serves a sentence, nothing counts: enforced, it
    /// would not have come so far.
    void count(ClientAddress address, Instant at, Threshold threshold) {
        stripe(address.network()).count(address.network(), at.toEpochMilli(), threshold);
    }

    /// The sentence that an address serves, from now on where it has just passed the threshold.
    Optional<Sentence> judge(ClientAddress address, Instant at, Threshold threshold) {
        return stripe(address.network()).judge(address.network(), at.toEpochMilli(), threshold);
    }

    /// The sentence that an address serves.
    public Optional<Sentence> sentence(ClientAddress address, Instant at) {
        return stripe(address.network()).sentence(address.network(), at.toEpochMilli());
    }

    /// Takes up what was known before a restart.
    public void remember(Network network, Sentence sentence) {
        String key = counted(network);
        stripe(key).remember(key, sentence);
    }

    /// Forgets every address in a network, because an operator has lifted its block.
    public void forgive(Network network) {
        for (Stripe stripe : stripes) {
            stripe.forgive(network);
        }
    }

    /// How many addresses are remembered at the moment.
    public int remembered() {
        int remembered = 0;
        for (Stripe stripe : stripes) {
            remembered += stripe.size();
        }
        return remembered;
    }

    /// How many addresses were forgotten, since the start, for want of room.
    public long evictions() {
        return evictions.sum();
    }

    /// As [ClientAddress#network] writes it.
    private static String counted(Network network) {
        return network.first().client().network();
    }

    private Stripe stripe(String key) {
        return stripes[((key.hashCode() * 0x9E3779B9) >>> 16) & (stripes.length - 1)];
    }

    /// One address.
    private static final class Suspect {
        final Window window = new Window();
        int offences;
        long since;
        long until = Long.MIN_VALUE;

        boolean serves(long now) {
            return now < until;
        }

        Sentence sentence() {
            return new Sentence(Instant.ofEpochMilli(since), Instant.ofEpochMilli(until), offences);
        }

        Sentence convict(long now, Threshold threshold) {
            boolean repeated = offences > 0 && now - until < threshold.longest().toMillis();
            offences = repeated ? offences + 1 : 1;
            since = now;
            until = now + threshold.blockFor(offences).toMillis();
            window.clear();
            return sentence();
        }
    }

    private final class Stripe {
        private final int most;
        /// In the order in which they were last heard of.
        private final LinkedHashMap<String, Suspect> suspects = new LinkedHashMap<>(16, 0.75f, true);

        Stripe(int most) {
            this.most = most;
        }

        synchronized void count(String key, long now, Threshold threshold) {
            Suspect suspect = known(key);
            if (!suspect.serves(now)) {
                suspect.window.add(now, threshold.limit(), threshold.within().toMillis());
            }
        }

        synchronized Optional<Sentence> judge(String key, long now, Threshold threshold) {
            Suspect suspect = suspects.get(key);
            if (suspect == null) {
                return Optional.empty();
            }
            if (suspect.serves(now)) {
                return Optional.of(suspect.sentence());
            }
            return suspect.window.count(now, threshold.within().toMillis()) > threshold.limit()
                    ? Optional.of(suspect.convict(now, threshold))
                    : Optional.empty();
        }

        synchronized Optional<Sentence> sentence(String key, long now) {
            Suspect suspect = suspects.get(key);
            return suspect != null && suspect.serves(now) ? Optional.of(suspect.sentence()) : Optional.empty();
        }

        synchronized void remember(String key, Sentence sentence) {
            Suspect suspect = known(key);
            if (sentence.until().toEpochMilli() > suspect.until) {
                suspect.since = sentence.since().toEpochMilli();
                suspect.until = sentence.until().toEpochMilli();
                suspect.offences = Math.max(1, sentence.offence());
            }
        }

        synchronized void forgive(Network network) {
            suspects.keySet().removeIf(key -> {
                int slash = key.indexOf('/');
                String address = slash < 0 ? key : key.substring(0, slash);
                // A /64 is forgiven with any block within it: its addresses count as one.
                return Address.parse(address).filter(network::contains).isPresent()
                        || (slash >= 0 && Network.parse(key).contains(network));
            });
        }

        synchronized int size() {
            return suspects.size();
        }

        private Suspect known(String key) {
            @Nullable Suspect suspect = suspects.get(key);
            if (suspect == null) {
                if (suspects.size() >= most) {
                    Map.Entry<String, Suspect> eldest = suspects.firstEntry();
                    suspects.remove(eldest.getKey());
                    evictions.increment();
                }
                suspect = new Suspect();
                suspects.put(key, suspect);
            }
            return suspect;
        }
    }
}
