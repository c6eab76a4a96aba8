package dev.actionbus.ledger;

import dev.actionbus.ledger.turn.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The turns that an action has and still needs.
 *
 * @param held given to it, and not given back
 * @param wanted still needed by the next attempt, one after the other: the first is asked for
 */
public record Turns(List<Held> held, List<Want> wanted) {

    /** Neither has nor needs any. */
    public static final Turns NONE = new Turns(List.of(), List.of());

    public Turns {
        held = List.copyOf(held);
        wanted = List.copyOf(wanted);
    }

    /**
     * A turn it has.
     *
     * @param attempt the attempt that asked for it
     * @param byAction whether it is kept until the action ends, not only until the attempt does
     */
    public record Held(String limit, int attempt, boolean byAction) {}

    /** Has asked for none. */
    Turns unasked() {
        return wanted.isEmpty() ? this : new Turns(held, List.of());
    }

    /** Needs these now, but for those it has. */
    Turns want(List<Want> wants) {
        return wants.isEmpty()
                ? this
                : new Turns(
                        held,
                        wants.stream()
                                .filter(want ->
                                        held.stream()
                                                .noneMatch(it -> it.limit().equals(want.limit())))
                                .toList());
    }

    boolean awaits(String limit) {
        return !wanted.isEmpty() && wanted.getFirst().limit().equals(limit);
    }

    boolean has(String limit, int attempt) {
        return held.stream().anyMatch(it -> it.limit().equals(limit) && it.attempt() == attempt);
    }

    /** The one asked for is given. */
    Turns given(int attempt) {
        Want want = wanted.getFirst();
        List<Held> more = new ArrayList<>(held);
        if (want.isKept()) {
            more.add(new Held(want.limit(), attempt, want.heldByAction()));
        }
        return new Turns(more, wanted.subList(1, wanted.size()));
    }

    /** What is left when the attempt, or the waiting for it, is over. */
    Turns afterAttempt() {
        return equals(NONE)
                ? this
                : new Turns(held.stream().filter(Held::byAction).toList(), List.of());
    }

    /**
     * Those to give back when the attempt, or the waiting for it, is over; also the one asked for.
     *
     * @param next the attempt that wants
     */
    List<Held> endingWithAttempt(int next) {
        return Stream.concat(held.stream().filter(it -> !it.byAction()), asked(next)).toList();
    }

    /** Those to give back when the action ends. */
    List<Held> all(int next) {
        return Stream.concat(held.stream(), asked(next)).toList();
    }

    private Stream<Held> asked(int next) {
        return wanted.stream().limit(1).map(it -> new Held(it.limit(), next, it.heldByAction()));
    }
}
