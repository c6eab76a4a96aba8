package dev.actionbus.audit.log;

import java.time.Instant;
import java.util.Optional;

/**
 * One of the keys a log was ever signed with.
 *
 * @param verifier its public half
 * @param signer its private half; empty once it signs no more
 * @param since when it was made; empty for the key that the log began with
 */
public record LogKey(VerifierKey verifier, Optional<SignerKey> signer, Optional<Instant> since) {

    static LogKey signing(SignerKey key, Optional<Instant> since) {
        return new LogKey(key.verifier(), Optional.of(key), since);
    }

    LogKey retired() {
        return new LogKey(verifier, Optional.empty(), since);
    }
}
