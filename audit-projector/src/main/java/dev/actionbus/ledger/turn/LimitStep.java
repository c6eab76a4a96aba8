package dev.actionbus.ledger.turn;

import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnGiven;
import dev.actionbus.ledger.turn.TurnRows.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step at one limit: reads its rows, changes them, and ends with what that comes to. */
final class LimitStep {

    /** The rest follows at once, in another transaction. */
    static final int MOST_AT_ONCE = 1000;

    private static final Bounds NONE = new Bounds(0, 0, 0);

    private final TurnRows rows;
    private final WaitingOrder order;
    private final String limit;
    private final Instant now;
    private final List<TurnGiven> given = new ArrayList<>();
    private final boolean wasUsed;
    private LimitRow row;
    private RateWindow rate;

    LimitStep(TurnRows rows, WaitingOrder order, String limit, Instant now) {
        this.rows = rows;
        this.order = order;
        this.limit = limit;
        this.now = now;
        byte[] found = rows.get(RowKeys.limit(limit));
        wasUsed = found != null;
        row = found == null ? LimitRow.unused(NONE) : LimitRow.decode(found);
        rate = new RateWindow(rows, limit, row, now);
    }

    LimitStep boundedBy(Bounds newest) {
        row = row.with(rate.window()).with(newest);
        rate = new RateWindow(rows, limit, row, now);
        return this;
    }

    void ask(TurnAsked ask) {
        Optional<MemberRow> known = member(ask.getActionId());
        if (known.isPresent() && known.get().attempt() >= ask.getAttempt()) {
            return;
        }
        known.ifPresent(it -> leave(ask.getActionId(), it));
        if (row.waiting() == 0 && isFree()) {
            give(new QueueRow(ask.getActionId(), ask.getAttempt()), ask.getTenant());
        } else {
            enqueue(ask);
        }
    }

    void giveBack(String actionId, int attempt) {
        member(actionId).filter(it -> it.attempt() <= attempt).ifPresent(it -> leave(actionId, it));
    }

    /** Gives what is free, and writes how the limit stands. */
    Turned end() {
        while (given.size() < MOST_AT_ONCE && row.waiting() > 0 && isFree()) {
            serve(order.first(limit).orElseThrow());
        }
        row = row.with(rate.window());
        if (row.isUsed()) {
            rows.put(RowKeys.limit(limit), row.encode());
        } else if (wasUsed) {
            rows.put(RowKeys.limit(limit), null);
        }
        return new Turned(given, due());
    }

    private Optional<Instant> due() {
        if (row.waiting() == 0) {
            return rate.emptyAt();
        }
        if (!hasPermit()) {
            return Optional.empty();
        }
        return Optional.of(rate.freeAt().orElse(now));
    }

    private boolean isFree() {
        return hasPermit() && rate.freeAt().isEmpty();
    }

    private boolean hasPermit() {
        return !row.bounds().areHeld() || row.running() < row.bounds().permits();
    }

    private void enqueue(TurnAsked ask) {
        int priority = LimitHome.isLane(limit) ? 0 : Math.clamp(ask.getPriority(), -100, 100);
        long place = row.asked();
        QueueRow waiter = new QueueRow(ask.getActionId(), ask.getAttempt());
        rows.put(RowKeys.queue(limit, priority, ask.getTenant(), place), waiter.encode());
        put(
                waiter.actionId(),
                new MemberRow.Waits(waiter.attempt(), ask.getTenant(), priority, place));
        TenantRow before = tenant(ask.getTenant());
        put(ask.getTenant(), before, before.enqueue(priority, place));
        row = row.enqueue();
    }

    private void serve(WaitingOrder.Next next) {
        TenantRow before = tenant(next.tenant());
        TenantRow.Queue queue =
                before.queues().stream()
                        .filter(it -> it.priority() == next.priority())
                        .findFirst()
                        .orElseThrow();
        Row head =
                rows.first(
                                RowKeys.queue(limit, next.priority(), next.tenant(), queue.from()),
                                RowKeys.queue(
                                        limit, next.priority(), next.tenant(), queue.to() - 1))
                        .orElseThrow();
        rows.put(head.key(), null);
        put(next.tenant(), before, before.advance(next.priority(), RowKeys.placeIn(head.key())));
        row = row.leaveQueue();
        QueueRow waiter = QueueRow.decode(head.value());
        if (!row.bounds().areHeld()) {
            rows.put(RowKeys.member(limit, waiter.actionId()), null);
        }
        give(waiter, next.tenant());
    }

    private void give(QueueRow to, String tenant) {
        boolean held = row.bounds().areHeld();
        row = row.serve(held);
        rate.give();
        TenantRow before = tenant(tenant);
        put(tenant, before, before.serve(held, row.served()));
        if (held) {
            put(to.actionId(), new MemberRow.Holds(to.attempt(), tenant));
        }
        given.add(new TurnGiven(to.actionId(), to.attempt(), limit, now));
    }

    private void leave(String actionId, MemberRow member) {
        rows.put(RowKeys.member(limit, actionId), null);
        TenantRow before = tenant(member.tenant());
        switch (member) {
            case MemberRow.Holds _ -> {
                put(member.tenant(), before, before.takeBack());
                row = row.takeBack();
            }
            case MemberRow.Waits waits -> {
                rows.put(
                        RowKeys.queue(limit, waits.priority(), waits.tenant(), waits.place()),
                        null);
                put(member.tenant(), before, before.leaveQueue(waits.priority(), waits.place()));
                row = row.leaveQueue();
            }
        }
    }

    private Optional<MemberRow> member(String actionId) {
        return Optional.ofNullable(rows.get(RowKeys.member(limit, actionId)))
                .map(MemberRow::decode);
    }

    /** One that comes now is not served before those who have waited since they were served. */
    private TenantRow tenant(String tenant) {
        byte[] found = rows.get(RowKeys.tenant(limit, tenant));
        return found == null ? TenantRow.enteringAfter(row.served()) : TenantRow.decode(found);
    }

    private void put(String actionId, MemberRow member) {
        rows.put(RowKeys.member(limit, actionId), member.encode());
    }

    private void put(String tenant, TenantRow before, TenantRow after) {
        order.change(limit, tenant, before, after);
        if (before.isPresent() || after.isPresent()) {
            byte[] key = RowKeys.tenant(limit, tenant);
            rows.put(key, after.isPresent() ? after.encode() : null);
        }
    }
}
