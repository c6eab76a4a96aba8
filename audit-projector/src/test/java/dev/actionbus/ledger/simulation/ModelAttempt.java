package dev.actionbus.ledger.simulation;

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
                    phase = new Phase.Unreported(finish(bus, random));
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

    private void start(ModelBus bus, long now, SplittableRandom random) {
        if (now - claimedAt > lease / 2) {
            phase =
                    new Phase.Unreported(
                            new LedgerInput.Failed(
                                    Samples.notStarted(
                                            of.actionId(), of.attempt(), of.executor())));
            return;
        }
        bus.happened(new Fact.Called(of));
        boolean isLong = random.nextInt(4) == 0;
        phase = new Phase.InHandler(now + random.nextLong(isLong ? 2 * lease : lease / 2));
    }

    private Report finish(ModelBus bus, SplittableRandom random) {
        String id = of.actionId();
        String code =
                switch (random.nextInt(8)) {
                    case 0, 1 -> "BUSY";
                    case 2 -> "BAD_DATA";
                    case 3 -> "FINAL";
                    default -> "";
                };
        if (!code.isEmpty()) {
            return new LedgerInput.Failed(
                    Samples.failed(
                            id,
                            of.attempt(),
                            of.executor(),
                            Samples.error(code, !code.equals("FINAL"))));
        }
        String result = "{\"by\":\"" + of.executor() + "\",\"attempt\":" + of.attempt() + "}";
        bus.happened(new Fact.Returned(of, result));
        return new LedgerInput.Succeeded(
                Samples.succeeded(id, of.attempt(), of.executor(), result));
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
        }
    }
}
