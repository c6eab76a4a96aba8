package dev.actionbus.executor.handler.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets a service check who calls.
 *
 * @param algorithm how
 * @param keyId tells the service which key
 * @param key a shared secret of 32 bytes or more, or an Ed25519 private key in PEM (PKCS #8)
 */
public record Signing(Algorithm algorithm, String keyId, ConfiguredText key) {

    private static final int SHORTEST_SECRET = 32;

    /** By the names of RFC 9421, section 3.3. */
    public enum Algorithm {
        HMAC_SHA256("hmac-sha256"),
        ED25519("ed25519");

        private final String label;

        Algorithm(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Not a key of that kind; the cause is left out, as it could quote the key. */
    static final class UnusableKey extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableKey(String message) {
            super(message);
        }
    }

    byte[] sign(byte[] message) throws UnusableKey {
        String text = key.read().orElseThrow(() -> new UnusableKey("no key in " + key.where()));
        try {
            return switch (algorithm) {
                case HMAC_SHA256 -> hmac(text.getBytes(StandardCharsets.UTF_8), message);
                case ED25519 -> ed25519(text, message);
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableKey("no " + algorithm.label() + " key in " + key.where());
        }
    }

    private static byte[] hmac(byte[] secret, byte[] message) throws GeneralSecurityException {
        if (secret.length < SHORTEST_SECRET) {
            throw new GeneralSecurityException("too short");
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] ed25519(String pem, byte[] message) throws GeneralSecurityException {
        String body =
                pem.replaceFirst("\\A\\s*-----BEGIN PRIVATE KEY-----", "")
                        .replaceFirst("-----END PRIVATE KEY-----\\s*\\z", "")
                        .replaceAll("\\s", "");
        PrivateKey secret =
                KeyFactory.getInstance("Ed25519")
                        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(secret);
        signature.update(message);
        return signature.sign();
    }
}
