package dev.actionbus.ledger.turn;

import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnReturned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whose turn it is, for all limits of one home partition. A step follows from the rows, the
 * input and the time alone, and touches the rows of its one limit only: no limit waits for another.
 *
 * <p>Never more turns are held than the limit allows, and never more are given in a time than its
 * rate allows. Whoever waits gets a turn when it is returned: the highest priority first, then the
 * tenant that holds the fewest, then the one that was served the longest ago, then in the order of
 * asking. In a lane only that order counts. The bounds are those that were asked with last. To ask
 * again, or to return what one does not have, changes nothing.
 */
public final class Turnstile {

    private final TurnRows rows;
    private final WaitingOrder order = new WaitingOrder();

    /** Goes on from what the rows say. */
    public Turnstile(TurnRows rows) {
        this.rows = rows;
        rows.scan(
                RowKeys.TENANT,
                row ->
                        order.change(
                                RowKeys.limitOfTenant(row.key()),
                                RowKeys.tenantIn(row.key()),
                                TenantRow.ABSENT,
                                TenantRow.decode(row.value())));
    }

    /** The limits that time alone may change: to be looked at when a ledger starts. */
    public List<String> timed() {
        List<String> limits = new ArrayList<>();
        rows.scan(
                RowKeys.LIMIT,
                row -> {
                    LimitRow limit = LimitRow.decode(row.value());
                    if (limit.window().size() > 0 || limit.waiting() > 0) {
                        limits.add(RowKeys.limitIn(row.key()));
                    }
                });
        return limits;
    }

    /**
     * An attempt wants its turn. An action has, or waits for, one turn of a limit at a time: asking
     * for a later attempt gives back what an earlier one has left.
     */
    public Turned asked(TurnAsked ask, Instant now) {
        LimitStep step = new LimitStep(rows, order, ask.getLimit(), now).boundedBy(Bounds.of(ask));
        step.ask(ask);
        return step.end();
    }

    /** An attempt, or a later one of its action, does not need its turn any more. */
    public Turned returned(TurnReturned back, Instant now) {
        LimitStep step = new LimitStep(rows, order, back.getLimit(), now);
        step.giveBack(back.getActionId(), back.getAttempt());
        return step.end();
    }

    /** The time has come that an earlier step has named. */
    public Turned due(String limit, Instant now) {
        return new LimitStep(rows, order, limit, now).end();
    }
}
