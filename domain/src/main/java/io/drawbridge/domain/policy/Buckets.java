package io.drawbridge.domain.policy;

import io.drawbridge.domain.identity.Client;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Deals clients into 10,000 buckets by a keyed hash (HMAC-SHA-256), each policy apart, so that it is not always the
/// same
/// clients who go first. With the same key every node, and every later start, deals alike; without the key nobody
/// can choose a bucket.
public final class Buckets {
    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;

    /// @param key at least 16 bytes, kept for as long as ramps are to be sticky
    public Buckets(byte[] key) {
        if (key.length < 16) {
            throw new IllegalArgumentException("a bucket key has at least 16 bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The client's bucket for this policy, from 0 to 9,999.
    public int bucket(PolicyName policy, Client client) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(policy.text().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] hash = mac.doFinal(client.label().getBytes(StandardCharsets.UTF_8));
            long number = 0;
            for (int i = 0; i < 8; i++) {
                number = number << 8 | (hash[i] & 0xff);
            }
            return (int) Long.remainderUnsigned(number, 10_000);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }
}
