package dev.actionbus.gateway;

import dev.actionbus.action.PayloadClaim;
import dev.actionbus.payload.PayloadStore;
import dev.actionbus.payload.PayloadTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Payloads in a map. */
final class StoreInMemory implements PayloadStore {

    volatile boolean fail;

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();

    String text(PayloadClaim claim) {
        return new String(get(claim).orElseThrow(), StandardCharsets.UTF_8);
    }

    /** Somebody changes a byte of everything. */
    void spoil() {
        stored.replaceAll((_, bytes) -> {
            byte[] other = bytes.clone();
            other[1] ^= 1;
            return other;
        });
    }

    @Override
    public void put(PayloadClaim claim, byte[] bytes) {
        if (fail) {
            throw PayloadTrouble.unavailable("can not write secret path", new IOException("no"));
        }
        stored.put(claim.digest(), bytes);
    }

    @Override
    public Optional<byte[]> get(PayloadClaim claim) {
        return Optional.ofNullable(stored.get(claim.digest()));
    }
}
