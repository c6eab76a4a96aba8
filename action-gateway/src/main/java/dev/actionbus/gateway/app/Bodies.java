package dev.actionbus.gateway.app;

import org.jspecify.annotations.Nullable;

/** Bodies as they come in. */
final class Bodies {

    private static final byte[] NOTHING = {};

    private Bodies() {}

    /** No body is an empty one. */
    static byte[] of(byte @Nullable [] body) {
        return body == null ? NOTHING : body;
    }
}
