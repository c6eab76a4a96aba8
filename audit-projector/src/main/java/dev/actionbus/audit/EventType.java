package dev.actionbus.audit;

import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What kinds of event there are: those of the contract, and what nobody can read. */
public final class EventType {

    /** A record that is none of the contract's. */
    public static final String UNREADABLE = "Unreadable";

    private static final Set<String> ALL =
            Stream.concat(
                            Contract.EVENTS.stream()
                                    .map(name -> name.substring(name.lastIndexOf('.') + 1)),
                            Stream.of(UNREADABLE))
                    .collect(Collectors.toUnmodifiableSet());

    private EventType() {}

    static String of(RecordCodec codec, byte @Nullable [] value) {
        return switch (codec.decode(value, Contract.EVENTS)) {
            case Decoded.Readable it -> it.value().getClass().getSimpleName();
            case Decoded.Unreadable _ -> UNREADABLE;
        };
    }

    /**
     * @throws IllegalArgumentException no event is of that type
     */
    public static String of(String type) {
        if (!ALL.contains(type)) {
            throw new IllegalArgumentException("an event is not of type " + type);
        }
        return type;
    }
}
