package dev.actionbus.audit;

import org.jspecify.annotations.Nullable;

/** The rows of the view of one partition, wherever they are kept. */
public interface ViewRows {

    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);
}
