package dev.actionbus.payload;

import dev.actionbus.action.PayloadClaim;
import java.util.Optional;

/**
 * Keeps bytes under their digest, for ever: the event log names them. Storing the same bytes twice
 * changes nothing, so nobody has to know whether they are there.
 */
public interface PayloadStore extends AutoCloseable {

    /**
     * Returns when the bytes are safe.
     *
     * @throws PayloadTrouble they can not be stored now
     */
    void put(PayloadClaim claim, byte[] bytes);

    /**
     * What is there under the digest; not checked. Empty: nothing is.
     *
     * @throws PayloadTrouble the store does not answer
     */
    Optional<byte[]> get(PayloadClaim claim);

    @Override
    default void close() {}
}
