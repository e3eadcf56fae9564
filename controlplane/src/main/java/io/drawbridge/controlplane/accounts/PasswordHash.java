package io.drawbridge.controlplane.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// An Argon2id hash (RFC 9106) with everything that is needed to check a password against it, in the PHC string
/// format:
/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, both in base64 without padding.
///
/// @param salt in hexadecimal
/// @param hash in hexadecimal
record PasswordHash(Cost cost, String salt, String hash) {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final SecureRandom RANDOM = new SecureRandom();

    /// What a hash costs whoever computes it.
    ///
    /// @param memoryKib from 8 for each lane to 1 GiB
    /// @param passes from 1 to 100
    /// @param lanes from 1 to 16
    record Cost(int memoryKib, int passes, int lanes) {
        /// OWASP's minimum for Argon2id (Password Storage Cheat Sheet). The memory is what makes guessing
        /// dear on graphics cards; more of it would let a handful of logins at a time take the gateway's
        /// own.
        static final Cost USUAL = new Cost(19 * 1024, 2, 1);

        Cost {
            if (lanes < 1
                    || lanes > 16
                    || passes < 1
                    || passes > 100
                    || memoryKib < 8 * lanes
                    || memoryKib > 1024 * 1024) {
                throw new IllegalArgumentException(
                        "a hash with m=" + memoryKib + ",t=" + passes + ",p=" + lanes + " is not to be computed here");
            }
        }
    }

    static PasswordHash of(String password, Cost cost) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] hash = compute(password, salt, cost, HASH_BYTES);
        return new PasswordHash(
                cost, HexFormat.of().formatHex(salt), HexFormat.of().formatHex(hash));
    }

    /// A hash that no password has, for names that nobody has: checking a password against it costs the same.
    static PasswordHash ofNobody(Cost cost) {
        byte[] random = new byte[SALT_BYTES + HASH_BYTES];
        RANDOM.nextBytes(random);
        String text = HexFormat.of().formatHex(random);
        return new PasswordHash(cost, text.substring(0, 2 * SALT_BYTES), text.substring(2 * SALT_BYTES));
    }

    /// @throws IllegalArgumentException when it is not such a string, without repeating it
    static PasswordHash parse(String phc) {
        Matcher matcher = PHC.matcher(phc);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a stored password is not an argon2id string of version 19");
        }
        Base64.Decoder decoder = Base64.getDecoder();
        return new PasswordHash(
                new Cost(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))),
                HexFormat.of().formatHex(decoder.decode(matcher.group(4))),
                HexFormat.of().formatHex(decoder.decode(matcher.group(5))));
    }

    /// Computes the candidate's hash at this hash's cost and compares the two in constant time.
    boolean matches(String candidate) {
        byte[] expected = HexFormat.of().parseHex(hash);
        byte[] actual = compute(candidate, HexFormat.of().parseHex(salt), cost, expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    String phc() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib + ",t=" + cost.passes + ",p=" + cost.lanes + "$"
                + encoder.encodeToString(HexFormat.of().parseHex(salt)) + "$"
                + encoder.encodeToString(HexFormat.of().parseHex(hash));
    }

    /// Nothing of a hash belongs into a log.
    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }

    private static byte[] compute(String password, byte[] salt, Cost cost, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib)
                .withIterations(cost.passes)
                .withParallelism(cost.lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        // NFKC, so that a password is the same from every keyboard (NIST SP 800-63B, 3.1.1.2).
        generator.generateBytes(
                Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
