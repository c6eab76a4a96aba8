package dev.actionbus.audit.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A text with signatures: C2SP signed-note. The text, an empty line, and for each signature a line
 * of an em dash, the key's name, and Base64 of the key's 4-byte id and the signature.
 *
 * @param text ends with a line feed
 * @param signatures at least one
 */
public record SignedNote(String text, List<Signature> signatures) {

    private static final String DASH = "\u2014 ";
    private static final int LONGEST = 1 << 16;
    private static final int KEY_ID_BYTES = 4;

    /**
     * One signature.
     *
     * @param keyName whose
     * @param keyId first 4 bytes of the key's hash, as C2SP signed-note makes it
     * @param bytes what the algorithm of the key says; 64 for Ed25519
     */
    public record Signature(String keyName, int keyId, byte[] bytes) {

        String line() {
            byte[] all =
                    ByteBuffer.allocate(KEY_ID_BYTES + bytes.length)
                            .putInt(keyId)
                            .put(bytes)
                            .array();
            return DASH + keyName + " " + Base64.getEncoder().encodeToString(all) + "\n";
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || signatures.isEmpty()) {
            throw new IllegalArgumentException(
                    "a signed note has a last line feed and a signature");
        }
    }

    /** As it is published. */
    public String format() {
        StringBuilder all = new StringBuilder(text).append('\n');
        signatures.forEach(it -> all.append(it.line()));
        return all.toString();
    }

    /**
     * @throws IllegalArgumentException not a signed note; says why
     */
    public static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (note.length() > LONGEST || end < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException(
                    "not a signed note: a text, an empty line, signatures");
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : note.substring(end + 2).lines().toList()) {
            signatures.add(signature(line));
        }
        return new SignedNote(note.substring(0, end + 1), signatures);
    }

    private static Signature signature(String line) {
        String[] parts = line.startsWith(DASH) ? line.substring(2).split(" ", -1) : new String[0];
        if (parts.length != 2 || parts[0].isEmpty()) {
            throw new IllegalArgumentException("not a signature line: " + line);
        }
        byte[] all = Base64.getDecoder().decode(parts[1]);
        if (all.length <= KEY_ID_BYTES) {
            throw new IllegalArgumentException("a signature of " + all.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(all);
        int keyId = buffer.getInt();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return new Signature(parts[0], keyId, bytes);
    }
}
