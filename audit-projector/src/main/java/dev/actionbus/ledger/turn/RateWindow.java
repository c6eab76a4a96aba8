package dev.actionbus.ledger.turn;

import dev.actionbus.ledger.turn.LimitRow.Window;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The turns that a limit gave lately, one row for each that still counts. In any time of the rate's
 * length there are never more turns than it allows, wherever that time begins; a bucket of tokens
 * would allow twice as many around the end of a pause.
 */
final class RateWindow {

    private final TurnRows rows;
    private final String limit;
    private final Bounds bounds;
    private final Instant now;
    private Window window;

    RateWindow(TurnRows rows, String limit, LimitRow row, Instant now) {
        this.rows = rows;
        this.limit = limit;
        this.bounds = row.bounds();
        this.now = now;
        this.window = row.window();
        forget();
    }

    Window window() {
        return window;
    }

    /** When the next turn may be given; empty: now. */
    Optional<Instant> freeAt() {
        if (bounds.rate() == 0 || window.size() < bounds.rate()) {
            return Optional.empty();
        }
        return Optional.of(countsUntil(window.to() - bounds.rate()));
    }

    /** When nothing counts any more. */
    Optional<Instant> emptyAt() {
        return window.size() == 0 ? Optional.empty() : Optional.of(countsUntil(window.to() - 1));
    }

    void give() {
        if (bounds.rate() > 0) {
            put(window.to(), now);
            window = new Window(window.from(), window.to() + 1);
        }
    }

    /** What does not count any more goes. */
    private void forget() {
        if (window.size() > 0 && timeOf(window.to() - 1).isAfter(now.plusMillis(perMillis()))) {
            startAnew();
        }
        while (window.size() > 0 && !countsUntil(window.from()).isAfter(now)) {
            rows.put(RowKeys.given(limit, window.from()), null);
            window = new Window(window.from() + 1, window.to());
        }
    }

    /** The clock has jumped back by more than the rate's time: all turns count as given now. */
    private void startAnew() {
        for (long number = window.from(); number < window.to(); number++) {
            put(number, now);
        }
    }

    private Instant countsUntil(long number) {
        return timeOf(number).plusMillis(perMillis());
    }

    /** A rate that is no more leaves nothing that counts. */
    private long perMillis() {
        return bounds.rate() == 0 ? 0 : bounds.perMillis();
    }

    private Instant timeOf(long number) {
        byte[] row = rows.get(RowKeys.given(limit, number));
        return Instant.ofEpochMilli(
                ByteBuffer.wrap(Objects.requireNonNull(row, "a turn of a rate is gone")).getLong());
    }

    private void put(long number, Instant time) {
        rows.put(
                RowKeys.given(limit, number),
                ByteBuffer.allocate(Long.BYTES).putLong(time.toEpochMilli()).array());
    }
}
