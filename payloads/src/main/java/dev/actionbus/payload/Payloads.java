package dev.actionbus.payload;

import dev.actionbus.action.Digests;
import dev.actionbus.action.Fingerprint;
import dev.actionbus.action.PayloadClaim;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * JSON on its way to and from records. What is larger than {@link #INLINE} is left in a store and
 * its claim goes on instead; whoever needs it fetches it and checks its digest.
 */
public final class Payloads implements AutoCloseable {

    /** Bytes of JSON that a record carries itself. */
    public static final int INLINE = 256 * 1024;

    /** Bytes of the largest JSON that is taken. */
    public static final int LARGEST = 16 << 20;

    private static final int MOST_BYTES_OF_A_CHARACTER = 3;

    private final Optional<PayloadStore> store;

    private Payloads(Optional<PayloadStore> store) {
        this.store = store;
    }

    /** Everything travels in records. */
    public static Payloads inline() {
        return new Payloads(Optional.empty());
    }

    public static Payloads in(PayloadStore store) {
        return new Payloads(Optional.of(store));
    }

    /** Bytes of the largest JSON that can be left here. */
    public int largest() {
        return store.isPresent() ? LARGEST : INLINE;
    }

    /**
     * Params, or the claim for them. What is stored is safe when this returns.
     *
     * @param params a JSON object that has a canonical form
     * @throws PayloadTrouble they are too large, or can not be stored now
     */
    public String leaveParams(String params) {
        return leave(params, digest -> Digests.sha256Hex(Fingerprint.canonical(params)));
    }

    /**
     * A result, or the claim for it. What is stored is safe when this returns.
     *
     * @param result JSON; only its letters are compared, so that it needs no canonical form
     * @throws PayloadTrouble it is too large, or can not be stored now
     */
    public String leaveResult(String result) {
        return leave(result, digest -> digest);
    }

    private String leave(String json, UnaryOperator<String> meaning) {
        if (store.isEmpty() || json.length() <= INLINE / MOST_BYTES_OF_A_CHARACTER) {
            return json;
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= INLINE) {
            return json;
        }
        if (bytes.length > LARGEST) {
            throw PayloadTrouble.tooLarge(bytes.length);
        }
        String digest = Digests.sha256Hex(bytes);
        PayloadClaim claim = new PayloadClaim(digest, meaning.apply(digest), bytes.length);
        store.get().put(claim, bytes);
        return claim.json();
    }

    /**
     * The JSON that a claim stands for; anything else as it is.
     *
     * @throws PayloadTrouble it can not be had, or is not what was left
     */
    public String fetch(String json) {
        return PayloadClaim.in(json).map(this::fetch).orElse(json);
    }

    private String fetch(PayloadClaim claim) {
        byte[] bytes =
                store.orElseThrow(PayloadTrouble::noStore)
                        .get(claim)
                        .orElseThrow(() -> PayloadTrouble.missing(claim.digest()));
        if (bytes.length != claim.bytes() || !Digests.sha256Hex(bytes).equals(claim.digest())) {
            throw PayloadTrouble.corrupt(claim.digest());
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        store.ifPresent(PayloadStore::close);
    }
}
