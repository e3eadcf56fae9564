package io.drawbridge.policies.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeyLengthException;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import io.drawbridge.domain.identity.Secret;

/// A key for HS256 (RFC 7518, section 3.2). The library's signer and verifier get a header of ours, which names HS256
/// and nothing else: what a token's own header says has been read, strictly, before, and cannot steer them.
final class HmacKey {
    static final int SHORTEST = 32;
    private static final JWSHeader HS256 = new JWSHeader(JWSAlgorithm.HS256);

    private final MACVerifier verifier;
    private final MACSigner signer;

    /// @throws IllegalArgumentException where the key is shorter than the hash, as RFC 7518 forbids
    HmacKey(byte[] key) {
        if (key.length < SHORTEST) {
            throw new IllegalArgumentException("SECRET_KEY has " + key.length + " bytes, and HS256 needs at least "
                    + SHORTEST + " (RFC 7518, section 3.2): make one with `openssl rand -base64 48`");
        }
        try {
            this.verifier = new MACVerifier(key);
            this.signer = new MACSigner(key);
        } catch (KeyLengthException impossible) {
            throw new IllegalStateException("the length has been checked", impossible);
        } catch (JOSEException unusable) {
            throw new IllegalArgumentException("SECRET_KEY cannot be used for HS256", unusable);
        }
    }

    /// The key as other programs derive it from the same variable: the UTF-8 bytes of its text.
    static HmacKey of(Secret secret) {
        return new HmacKey(secret.reveal());
    }

    /// Whether a signature, in base64url, is this key's for these bytes; compared in constant time.
    boolean signed(byte[] signingInput, String signature) {
        try {
            return verifier.verify(HS256, signingInput, new Base64URL(signature));
        } catch (JOSEException broken) {
            throw new IllegalStateException("the JDK's HmacSHA256 failed", broken);
        }
    }

    /// The signature of these bytes, in base64url.
    String sign(byte[] signingInput) {
        try {
            return signer.sign(HS256, signingInput).toString();
        } catch (JOSEException broken) {
            throw new IllegalStateException("the JDK's HmacSHA256 failed", broken);
        }
    }
}
