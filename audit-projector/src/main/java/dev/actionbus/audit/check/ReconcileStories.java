package dev.actionbus.audit.check;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where each action stands, as its events tell in order. */
final class ReconcileStories {

    private enum Standing {
        OPEN,
        ENDED
    }

    private final Map<UUID, Standing> actions = new HashMap<>();
    private final Map<ReconcileTrace, Long> ends = new EnumMap<>(ReconcileTrace.class);
    private long accepted;

    /** The rule this event breaks, if it breaks one. */
    Optional<ReconcileRule> next(UUID action, ReconcileTrace event) {
        Optional<Standing> now = Optional.ofNullable(actions.get(action));
        return switch (event.place()) {
            case ANYWHERE, OUTSIDE -> Optional.empty();
            case BEFORE_BIRTH -> now.map(known -> ReconcileRule.FORGOTTEN);
            case EVIDENCE -> unless(now.isPresent(), ReconcileRule.UNACCEPTED);
            case BIRTH -> {
                if (now.isEmpty()) {
                    accepted++;
                    actions.put(action, Standing.OPEN);
                }
                yield now.map(known -> ReconcileRule.ACCEPTED_TWICE);
            }
            case LIFE -> whenOpen(now, ReconcileRule.AFTER_THE_END);
            case END -> {
                Optional<ReconcileRule> broken = whenOpen(now, ReconcileRule.ENDED_TWICE);
                if (broken.isEmpty()) {
                    actions.put(action, Standing.ENDED);
                    ends.merge(event, 1L, Long::sum);
                }
                yield broken;
            }
        };
    }

    /** Actions accepted. */
    long accepted() {
        return accepted;
    }

    /** Actions by how they ended. */
    Map<ReconcileTrace, Long> ends() {
        return ends;
    }

    long open() {
        return actions.values().stream().filter(it -> it == Standing.OPEN).count();
    }

    private static Optional<ReconcileRule> whenOpen(Optional<Standing> now, ReconcileRule ended) {
        return now.map(it -> unless(it == Standing.OPEN, ended))
                .orElseGet(() -> Optional.of(ReconcileRule.UNACCEPTED));
    }

    private static Optional<ReconcileRule> unless(boolean right, ReconcileRule rule) {
        return right ? Optional.empty() : Optional.of(rule);
    }
}
