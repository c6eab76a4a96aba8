package dev.actionbus.audit.check;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where each action stands, as its events tell in order. An action has one end for each of its
 * rounds; what is said of ends here is of its last round.
 */
final class ReconcileStories {

    /** By how the last round ended; itself while the action is open. */
    private static final ReconcileTrace OPEN = ReconcileTrace.ACCEPTED;

    private final Map<UUID, ReconcileTrace> actions = new HashMap<>();
    private final Set<UUID> released = new HashSet<>();
    private final ReconcileCounts earlier = new ReconcileCounts();

    /** The rule this event breaks, if it breaks one. */
    Optional<ReconcileRule> next(UUID action, ReconcileTrace event) {
        Optional<ReconcileTrace> now = Optional.ofNullable(actions.get(action));
        return switch (event.place()) {
            case ANYWHERE, OUTSIDE -> Optional.empty();
            case BEFORE_BIRTH -> now.map(known -> ReconcileRule.FORGOTTEN);
            case EVIDENCE -> unless(now.isPresent(), ReconcileRule.UNACCEPTED);
            case BIRTH -> born(action, now);
            case LIFE -> whenOpen(now, ReconcileRule.AFTER_THE_END);
            case END -> {
                Optional<ReconcileRule> broken = whenOpen(now, ReconcileRule.ENDED_TWICE);
                if (broken.isEmpty()) {
                    actions.put(action, event);
                }
                yield broken;
            }
            case REOPENING -> {
                Optional<ReconcileRule> broken = whenEnded(action, now);
                if (broken.isEmpty()) {
                    again(action, now.orElseThrow());
                }
                yield broken;
            }
            case RELEASE -> {
                Optional<ReconcileRule> broken = whenEnded(action, now);
                if (broken.isEmpty()) {
                    released.add(action);
                }
                yield broken;
            }
        };
    }

    /** Actions accepted. */
    long accepted() {
        return actions.size();
    }

    /** Actions by how they ended. */
    Map<ReconcileTrace, Long> ends() {
        Map<ReconcileTrace, Long> ends = new EnumMap<>(ReconcileTrace.class);
        actions.values().stream()
                .filter(it -> it != OPEN)
                .forEach(it -> ends.merge(it, 1L, Long::sum));
        return ends;
    }

    /** Rounds that were followed by another, by how they ended. */
    ReconcileCounts earlierRounds() {
        return earlier;
    }

    long open() {
        return actions.values().stream().filter(it -> it == OPEN).count();
    }

    private Optional<ReconcileRule> born(UUID action, Optional<ReconcileTrace> now) {
        if (now.isEmpty()) {
            actions.put(action, OPEN);
        } else if (released.remove(action)) {
            again(action, now.get());
        } else {
            return Optional.of(ReconcileRule.ACCEPTED_TWICE);
        }
        return Optional.empty();
    }

    private void again(UUID action, ReconcileTrace end) {
        earlier.one();
        earlier.part(end);
        actions.put(action, OPEN);
    }

    private Optional<ReconcileRule> whenEnded(UUID action, Optional<ReconcileTrace> now) {
        return now.map(it ->
                        unless(
                                it != OPEN && !released.contains(action),
                                ReconcileRule.ROUND_NOT_OVER))
                .orElseGet(() -> Optional.of(ReconcileRule.UNACCEPTED));
    }

    private static Optional<ReconcileRule> whenOpen(
            Optional<ReconcileTrace> now, ReconcileRule ended) {
        return now.map(it -> unless(it == OPEN, ended))
                .orElseGet(() -> Optional.of(ReconcileRule.UNACCEPTED));
    }

    private static Optional<ReconcileRule> unless(boolean right, ReconcileRule rule) {
        return right ? Optional.empty() : Optional.of(rule);
    }
}
