package dev.actionbus.wire;

import dev.actionbus.action.ActionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that callback tokens are signed with: 32 bytes, the same for executors, which give
 * tokens out, and gateways, which check them.
 *
 * <p>A token's text is base64url without padding of 29 bytes and their HMAC-SHA256: version 1, the
 * action id's 16 bytes, the attempt (4 bytes), the expiry in epoch seconds (8 bytes). The HMAC is
 * over {@code actionbus callback} and those bytes. A token has one text; any other is forged.
 */
public final class CallbackKey {

    private static final int BYTES = 32;
    private static final int HEAD = 1 + 16 + 4 + 8;
    private static final byte VERSION = 1;
    private static final byte[] PURPOSE = "actionbus callback".getBytes(StandardCharsets.US_ASCII);
    private static final String HMAC = "HmacSHA256";

    private final byte[] secret;

    private CallbackKey(byte[] secret) {
        this.secret = secret;
    }

    /** What a text turned out to be. */
    public sealed interface Verdict {

        /**
         * Signed with this key, and good now.
         *
         * @param token what it allows
         */
        record Valid(CallbackToken token) implements Verdict {}

        /**
         * Signed with this key, and no longer good.
         *
         * @param token what it allowed
         */
        record Expired(CallbackToken token) implements Verdict {}

        /** Not signed with this key, or changed since. */
        record Forged() implements Verdict {}
    }

    /**
     * @throws IllegalArgumentException not 32 bytes
     */
    public static CallbackKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a callback key has 32 bytes");
        }
        return new CallbackKey(secret.clone());
    }

    /**
     * Reads the file; makes it, with a new key, when it is not there. Of several processes that do
     * so at once, one makes it.
     *
     * @throws IOException it can not be read or written, others can read it, or it has not 32
     *     bytes; the message says which
     */
    public static CallbackKey at(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        if (!permissions.endsWith("------")) {
            throw new IOException(file + ": others can read the callback key; chmod 600 it");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(file + " can not be read");
        }
        if (Files.size(file) != BYTES) {
            throw new IOException(file + " is damaged: a callback key has 32 bytes");
        }
        return of(Files.readAllBytes(file));
    }

    /** The token as text, letters, digits, {@code -} and {@code _}. */
    public String sign(CallbackToken token) {
        UUID id = UUID.fromString(token.actionId().value());
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + BYTES);
        bytes.put(VERSION)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(token.attempt())
                .putLong(token.expires().getEpochSecond());
        bytes.put(hmac(bytes.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    public Verdict verify(String text, Instant now) {
        CallbackToken token;
        try {
            token = parse(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException | DateTimeException e) {
            return new Verdict.Forged();
        }
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        byte[] right = sign(token).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(right, given)) {
            return new Verdict.Forged();
        }
        return now.isBefore(token.expires())
                ? new Verdict.Valid(token)
                : new Verdict.Expired(token);
    }

    private static CallbackToken parse(byte[] bytes) {
        if (bytes.length != HEAD + BYTES || bytes[0] != VERSION) {
            throw new IllegalArgumentException("not a token");
        }
        ByteBuffer head = ByteBuffer.wrap(bytes, 1, HEAD - 1);
        UUID id = new UUID(head.getLong(), head.getLong());
        return new CallbackToken(
                new ActionId(id.toString()), head.getInt(), Instant.ofEpochSecond(head.getLong()));
    }

    private byte[] hmac(byte[] token) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            mac.update(PURPOSE);
            mac.update(token, 0, HEAD);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    /** Unless somebody else was faster; all of it or nothing. */
    private static void create(Path file) throws IOException {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path draft = Files.createTempFile(directory, "callback", ".new", ownerOnly);
        try {
            Files.write(draft, fresh);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return; // theirs is as good
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(draft, file); // a file system without links
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
