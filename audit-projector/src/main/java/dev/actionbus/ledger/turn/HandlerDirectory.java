package dev.actionbus.ledger.turn;

import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What executors declare about handlers: the newest word on each name and version. Complete before
 * the first decision of a ledger, as it is fed by a global store. Thread-safe.
 */
public final class HandlerDirectory {

    private static final Logger log = LoggerFactory.getLogger(HandlerDirectory.class);

    private final RecordCodec codec;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    public HandlerDirectory(RecordCodec codec) {
        this.codec = codec;
    }

    /**
     * @throws dev.actionbus.wire.RegistryUnavailable its schema is not known yet
     */
    public Optional<HandlerDeclared> find(String name, int version) {
        Entry entry = entries.get(name + "@" + version);
        return entry == null ? Optional.empty() : entry.declared();
    }

    /** All of them, by name and version. */
    public List<HandlerDeclared> all() {
        return entries.values().stream()
                .flatMap(entry -> entry.declared().stream())
                .sorted(
                        Comparator.comparing(HandlerDeclared::getName)
                                .thenComparing(HandlerDeclared::getVersion))
                .toList();
    }

    void learn(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null) {
            log.error("a declaration without a key on the handlers topic is ignored");
            return;
        }
        String id = new String(key, StandardCharsets.UTF_8);
        if (value == null) {
            entries.remove(id);
        } else {
            entries.put(id, new Entry(id, value));
        }
    }

    /** Decoded by who asks first: a registry that is away must not end the thread that learns. */
    private final class Entry {

        private final String id;
        private final byte[] bytes;
        private volatile @Nullable Optional<HandlerDeclared> decoded;

        Entry(String id, byte[] bytes) {
            this.id = id;
            this.bytes = bytes;
        }

        Optional<HandlerDeclared> declared() {
            Optional<HandlerDeclared> known = decoded;
            if (known == null) {
                known = decode();
                decoded = known;
            }
            return known;
        }

        private Optional<HandlerDeclared> decode() {
            return switch (codec.decode(bytes, Contract.HANDLERS)) {
                case Decoded.Readable readable
                        when readable.value() instanceof HandlerDeclared declared
                                && id.equals(declared.getName() + "@" + declared.getVersion()) ->
                        Optional.of(declared);
                case Decoded.Readable _ -> {
                    log.error("what is declared as {} is about another handler: ignored", id);
                    yield Optional.empty();
                }
                case Decoded.Unreadable why -> {
                    log.error(
                            "the declaration of {} can not be read: {}: {}",
                            id,
                            why.code(),
                            why.detail());
                    yield Optional.empty();
                }
            };
        }
    }
}
