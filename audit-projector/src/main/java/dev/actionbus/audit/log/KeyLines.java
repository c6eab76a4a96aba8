package dev.actionbus.audit.log;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keys as lines of a file: for each {@code # since TIME} if that is known, the private key if it
 * still signs, the verifier key.
 */
final class KeyLines {

    private static final String SINCE = "# since ";

    private KeyLines() {}

    static String of(List<LogKey> keys) {
        StringBuilder text = new StringBuilder();
        for (LogKey key : keys) {
            key.since().ifPresent(it -> text.append(SINCE).append(it).append('\n'));
            key.signer().ifPresent(it -> text.append(it.privateLine()).append('\n'));
            text.append(key.verifier().text()).append('\n');
        }
        return text.toString();
    }

    /**
     * @throws IllegalArgumentException these are not such lines; never shows a key
     */
    static List<LogKey> parse(List<String> lines) {
        List<LogKey> keys = new ArrayList<>();
        Optional<Instant> since = Optional.empty();
        Optional<String> secret = Optional.empty();
        for (String line : lines) {
            if (line.startsWith(SINCE)) {
                since = Optional.of(instant(line.substring(SINCE.length())));
            } else if (line.startsWith(SignerKey.PREFIX)) {
                secret = Optional.of(line);
            } else {
                Optional<SignerKey> signer = secret.map(it -> SignerKey.parse(it, line));
                keys.add(new LogKey(VerifierKey.parse(line), signer, since));
                since = Optional.empty();
                secret = Optional.empty();
            }
        }
        if (secret.isPresent()) {
            throw new IllegalArgumentException("the last private key has no verifier key");
        }
        return keys;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a time: " + text, e);
        }
    }
}
