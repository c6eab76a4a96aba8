package dev.actionbus.ledger.simulation;

import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.ledger.LedgerInput;
import dev.actionbus.ledger.LedgerInput.Report;
import dev.actionbus.ledger.Samples;
import java.util.SplittableRandom;

/** A claimed attempt in the memory of its executor. */
final class ModelAttempt {

    private final Fact.Try of;
    private final long claimedAt;
    private final long lease;
    private long lastBeat;
    private Phase phase = new Phase.Claimed();

    private sealed interface Phase {
        record Claimed() implements Phase {}

        record InHandler(long until) implements Phase {}

        record Unreported(Report report) implements Phase {}

        record Over() implements Phase {}
    }

    ModelAttempt(Fact.Try of, long claimedAt, long lease) {
        this.of = of;
        this.claimedAt = claimedAt;
        this.lease = lease;
        lastBeat = claimedAt;
    }

    boolean over() {
        return phase instanceof Phase.Over;
    }

    /** One step towards the report; whether there was one to take. */
    boolean go(ModelBus bus, VirtualClock clock, SplittableRandom random) {
        long now = clock.monotonic();
        switch (phase) {
            case Phase.Claimed _ -> start(bus, now, random);
            case Phase.InHandler busy -> {
                if (now >= busy.until()) {
                    phase = new Phase.Unreported(finish(bus, now, random));
                } else if (now - claimedAt > lease / 2 && now - lastBeat >= lease / 3) {
                    beat(bus, now);
                } else {
                    return false;
                }
            }
            case Phase.Unreported outcome -> report(bus, outcome.report(), random);
            case Phase.Over _ -> throw new IllegalStateException("over");
        }
        return true;
    }

    /** Stops it, or does not begin it. */
    void revoke(AttemptRevoked order) {
        if (!order.getActionId().equals(of.actionId()) || order.getAttempt() != of.attempt()) {
            return;
        }
        switch (phase) {
            case Phase.Claimed _ -> phase = notStarted();
            case Phase.InHandler _ ->
                    phase =
                            new Phase.Unreported(
                                    new LedgerInput.Failed(
                                            Samples.failed(
                                                    of.actionId(),
                                                    of.attempt(),
                                                    of.executor(),
                                                    Samples.error("REVOKED", true))));
            case Phase.Unreported _, Phase.Over _ -> {}
        }
    }

    private Phase notStarted() {
        return new Phase.Unreported(
                new LedgerInput.Failed(
                        Samples.notStarted(of.actionId(), of.attempt(), of.executor())));
    }

    private void start(ModelBus bus, long now, SplittableRandom random) {
        if (now - claimedAt > lease / 2) {
            phase = notStarted();
            return;
        }
        bus.happened(new Fact.Called(of));
        boolean isLong = random.nextInt(4) == 0;
        phase = new Phase.InHandler(now + random.nextLong(isLong ? 2 * lease : lease / 2));
    }

    private Report finish(ModelBus bus, long now, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return new LedgerInput.Suspended(
                    Samples.suspended(
                            of.actionId(),
                            of.attempt(),
                            of.executor(),
                            Samples.START.plusMillis(now + random.nextLong(4 * lease))));
        }
        return end(of, of.executor(), bus, random);
    }

    /**
     * How an attempt ends.
     *
     * @param by who says so
     */
    static Report end(Fact.Try of, String by, ModelBus bus, SplittableRandom random) {
        String id = of.actionId();
        String code =
                switch (random.nextInt(8)) {
                    case 0, 1 -> "BUSY";
                    case 2 -> "BAD_DATA";
                    case 3 -> "FINAL";
                    default -> "";
                };
        if (!code.isEmpty()) {
            AttemptFailed failed =
                    Samples.failed(
                            id, of.attempt(), by, Samples.error(code, !code.equals("FINAL")));
            return new LedgerInput.Failed(
                    random.nextInt(4) == 0
                            ? Samples.with(
                                    failed,
                                    new AttemptFailed(),
                                    "retryAfterMillis",
                                    random.nextLong(20_000))
                            : failed);
        }
        String result = "{\"by\":\"" + by + "\",\"attempt\":" + of.attempt() + "}";
        bus.happened(new Fact.Returned(of, result));
        return new LedgerInput.Succeeded(Samples.succeeded(id, of.attempt(), by, result));
    }

    private void beat(ModelBus bus, long now) {
        lastBeat = now;
        bus.append(
                ModelBus.REPORTS,
                new LedgerInput.Heard(
                        Samples.heartbeat(of.actionId(), of.attempt(), of.executor(), null)));
    }

    /** Now and then the acknowledgement is lost and the report is sent again. */
    private void report(ModelBus bus, Report report, SplittableRandom random) {
        bus.happened(new Fact.Reported(of));
        bus.append(ModelBus.REPORTS, report);
        if (random.nextInt(5) != 0) {
            phase = new Phase.Over();
            if (report instanceof LedgerInput.Suspended) {
                bus.suspended().add(of);
            }
        }
    }
}
