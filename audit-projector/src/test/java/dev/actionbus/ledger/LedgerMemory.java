package dev.actionbus.ledger;

import java.time.Instant;
import java.util.Optional;

/** Opens the ledger's timers and its codec to the simulation. */
public final class LedgerMemory {

    private static final StateCodec CODEC = new StateCodec();

    private final Timers timers = new Timers();

    public void apply(String actionId, Step.Timer change) {
        timers.apply(actionId, change);
    }

    public Optional<String> takeDue(Instant now) {
        return timers.takeDue(now);
    }

    /** The state as it is read back after a restart. */
    public static ActionState storedAndRead(ActionState state) {
        return switch (state) {
            case ActionState.Open open ->
                    CODEC.decode(CODEC.encode(open.action()), () -> CODEC.encodeAttempt(open));
            case ActionState.Closed closed -> CODEC.decode(CODEC.encode(closed), () -> null);
            case ActionState.Released released -> CODEC.decode(CODEC.encode(released), () -> null);
            case ActionState.Absent absent -> absent;
        };
    }
}
