package dev.actionbus.ledger.run;

import dev.actionbus.event.ErrorDetail;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * How a run stands, and some of its steps, at the moment of asking.
 *
 * @param definition its name and version
 * @param segment its round
 * @param phase what it is at
 * @param counts how many steps stand so
 * @param steps a page of them, those that others need first
 * @param next where the next page begins; empty: nowhere
 */
public record RunTold(
        Definition definition,
        int segment,
        String phase,
        SortedMap<String, Integer> counts,
        List<StepTold> steps,
        OptionalInt next) {

    /** Whether the ledger has come to it. */
    public boolean hasBegun() {
        return !phase.isEmpty();
    }

    /** Which workflow it is of. */
    public record Definition(String name, int version) {}

    /**
     * Which steps are asked for.
     *
     * @param from position of the first
     * @param most so many
     * @param state only those that stand so
     * @param itemsOf the items of this step instead of the steps
     */
    public record Asked(int from, int most, Optional<String> state, Optional<String> itemsOf) {}

    /**
     * A step, or an item of one.
     *
     * @param name of the step; with {@code [INDEX]} for an item
     * @param needs names of the steps before it
     * @param what it does, one line
     * @param standing how far it is
     */
    public record StepTold(String name, List<String> needs, String what, Standing standing) {}

    /**
     * How far a step is.
     *
     * @param state as in {@code COMPLETED}; {@code CANCELLED} if it was under way when the run
     *     ended
     * @param segment the round in which it was begun; empty: not yet
     * @param actionId the action that does it, or did it last; empty: none was asked for
     * @param items of a step that has some
     * @param error why it failed
     */
    public record Standing(
            String state,
            OptionalInt segment,
            Optional<String> actionId,
            Optional<Items> items,
            Optional<ErrorDetail> error) {}

    /**
     * @param total empty: not known yet
     * @param done ended, with or without a result
     */
    public record Items(OptionalInt total, int done, int active, int failed) {}
}
