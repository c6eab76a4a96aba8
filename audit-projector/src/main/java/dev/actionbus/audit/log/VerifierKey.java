package dev.actionbus.audit.log;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An Ed25519 public key with a name. As text: name, id in hexadecimal, and Base64 of the algorithm
 * (0x01) and the 32 bytes of RFC 8032, with a {@code +} between them (C2SP signed-note).
 */
public final class VerifierKey {

    static final byte ED25519 = 1;
    static final int KEY_BYTES = 32;

    private final String name;
    private final byte[] publicBytes;

    VerifierKey(String name, byte[] publicBytes) {
        if (!name.matches("[^\\s+]{1,200}") || publicBytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("not the name or the bytes of a key");
        }
        this.name = name;
        this.publicBytes = publicBytes.clone();
    }

    /**
     * @throws IllegalArgumentException not a verifier key; says why
     */
    public static VerifierKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        byte[] bytes = parts.length == 3 ? Base64.getDecoder().decode(parts[2]) : new byte[0];
        if (bytes.length != KEY_BYTES + 1 || bytes[0] != ED25519) {
            throw new IllegalArgumentException("not name+id+key of an Ed25519 key");
        }
        byte[] key = new byte[KEY_BYTES];
        System.arraycopy(bytes, 1, key, 0, KEY_BYTES);
        VerifierKey parsed = new VerifierKey(parts[0], key);
        if (!parsed.text().equals(text.strip())) {
            throw new IllegalArgumentException("the id is not that of the key");
        }
        return parsed;
    }

    public String name() {
        return name;
    }

    public String text() {
        return name + "+" + keyId() + "+" + encoded(publicBytes);
    }

    /** Its id in hexadecimal, as signatures name it. */
    public String keyId() {
        return HexFormat.of().toHexDigits(id());
    }

    int id() {
        byte[] typed = ByteBuffer.allocate(1 + KEY_BYTES).put(ED25519).put(publicBytes).array();
        byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Hash.sha256(named, typed).bytes()).getInt();
    }

    /** Whether one of the note's signatures is a right one by this key. */
    public boolean verifies(SignedNote note) {
        return note.signatures().stream()
                .filter(it -> it.keyName().equals(name) && it.keyId() == id())
                .anyMatch(it -> isRight(note.text(), it.bytes()));
    }

    private boolean isRight(String text, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key());
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Little-endian y with the sign of x in the top bit (RFC 8032, 5.1.2). */
    private PublicKey key() throws GeneralSecurityException {
        byte[] y = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            y[i] = publicBytes[KEY_BYTES - 1 - i];
        }
        boolean odd = (y[0] & 0x80) != 0;
        y[0] &= 0x7F;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, y));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    static String encoded(byte[] key) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(1 + key.length).put(ED25519).put(key).array());
    }

    @Override
    public String toString() {
        return text();
    }
}
