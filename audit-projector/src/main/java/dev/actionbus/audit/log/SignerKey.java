package dev.actionbus.audit.log;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.List;

/**
 * An Ed25519 private key with a name. Kept as two lines: {@code PRIVATE+KEY+name+id+key}, as Go's
 * note package writes it, and its verifier key.
 */
public final class SignerKey {

    static final String PREFIX = "PRIVATE+KEY+";

    private final VerifierKey verifier;
    private final byte[] seed;

    private SignerKey(VerifierKey verifier, byte[] seed) {
        this.verifier = verifier;
        this.seed = seed;
    }

    public static SignerKey generate(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            return new SignerKey(
                    new VerifierKey(name, bytes((EdECPublicKey) pair.getPublic())), seed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has Ed25519", e);
        }
    }

    /**
     * @throws IllegalArgumentException not a pair of keys that belong together; never shows the key
     */
    static SignerKey parse(String privateLine, String verifierLine) {
        VerifierKey verifier = VerifierKey.parse(verifierLine);
        String head = PREFIX + verifier.text().substring(0, verifier.text().lastIndexOf('+') + 1);
        byte[] typed =
                privateLine.startsWith(head)
                        ? Base64.getDecoder().decode(privateLine.substring(head.length()))
                        : new byte[0];
        if (typed.length != VerifierKey.KEY_BYTES + 1 || typed[0] != VerifierKey.ED25519) {
            throw new IllegalArgumentException("not the private key of " + verifier.name());
        }
        byte[] seed = new byte[VerifierKey.KEY_BYTES];
        System.arraycopy(typed, 1, seed, 0, seed.length);
        SignerKey key = new SignerKey(verifier, seed);
        String probe = "probe\n";
        if (!verifier.verifies(new SignedNote(probe, List.of(key.sign(probe))))) {
            throw new IllegalArgumentException("the two keys do not belong together");
        }
        return key;
    }

    String privateLine() {
        String text = verifier.text();
        return PREFIX + text.substring(0, text.lastIndexOf('+') + 1) + VerifierKey.encoded(seed);
    }

    public VerifierKey verifier() {
        return verifier;
    }

    SignedNote.Signature sign(String text) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(
                                    new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return new SignedNote.Signature(verifier.name(), verifier.id(), ed25519.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with Ed25519", e);
        }
    }

    private static byte[] bytes(EdECPublicKey key) {
        byte[] big = key.getPoint().getY().toByteArray();
        byte[] little = new byte[VerifierKey.KEY_BYTES];
        for (int i = 0; i < Math.min(big.length, little.length); i++) {
            little[i] = big[big.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            little[little.length - 1] |= (byte) 0x80;
        }
        return little;
    }
}
