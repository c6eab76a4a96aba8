package dev.actionbus.ledger.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.ledger.Ledger;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

final class SimulationTest {

    private static final LedgerRules RULES = LedgerRules.of(new Ledger(Simulation.LEASE));

    private static final Set<String> HANDLERS =
            Set.of("BUSY", "BAD_DATA", "FINAL", "NOT_STARTED", "REVOKED", "LOST");

    @Test
    void everyHistoryKeepsEveryInvariant() {
        Long replayed = Long.getLong("simulation.seed");
        if (replayed != null) {
            replay(replayed);
            return;
        }
        long histories = Long.getLong("simulation.histories", 100_000);
        LongAdder steps = new LongAdder();
        long start = System.nanoTime();
        Optional<Simulation.Result> broken =
                LongStream.range(0, histories)
                        .parallel()
                        .mapToObj(seed -> Simulation.run(RULES, seed))
                        .peek(result -> steps.add(result.steps()))
                        .filter(result -> result.violation().isPresent())
                        .min(Comparator.comparingLong(Simulation.Result::seed));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "simulation: %,d histories, %,d steps in %.1f s: %,.0f histories/s, %,.0f"
                        + " steps/s%n",
                histories, steps.sum(), seconds, histories / seconds, steps.sum() / seconds);
        assertThat(broken.map(Simulation.Result::trace)).isEmpty();
    }

    @Test
    void theSameSeedIsTheSameHistory() {
        assertThat(Simulation.run(RULES, 7).facts()).isEqualTo(Simulation.run(RULES, 7).facts());
    }

    @Test
    void theHistoriesReachEveryEventAnActionCanHave() {
        Set<String> reached =
                LongStream.range(0, 2_000)
                        .mapToObj(seed -> Simulation.run(RULES, seed))
                        .flatMap(result -> result.facts().stream())
                        .flatMap(fact ->
                                switch (fact) {
                                    case Fact.Wrote wrote ->
                                            Stream.concat(
                                                    Stream.of(
                                                            wrote.event()
                                                                    .getClass()
                                                                    .getSimpleName()),
                                                    ends(wrote.event()));
                                    case Fact.Fault fault
                                            when fault.what().endsWith("refused its claim") ->
                                            Stream.of("refused claim");
                                    case Fact.Fault fault
                                            when fault.what()
                                                    .endsWith("never hears of its commit") ->
                                            Stream.of("unheard commit");
                                    case Fact.Taken _ -> Stream.of("claimed at once");
                                    case Fact.Revoked _ -> Stream.of("revoked");
                                    default -> Stream.<String>empty();
                                })
                        .collect(Collectors.toSet());

        assertThat(reached)
                .containsExactlyInAnyOrder(
                        "ActionAccepted",
                        "DuplicateObserved",
                        "ConflictRejected",
                        "AttemptGranted",
                        "AttemptStarted",
                        "AttemptProgressed",
                        "AttemptLost",
                        "RetryScheduled",
                        "AttemptSuspended",
                        "ActionPaused",
                        "RetryRequested",
                        "ActionRedriven",
                        "KeyReleased",
                        "revoked",
                        "DEADLINE_EXCEEDED",
                        "START_TIMEOUT",
                        "CALLBACK_TIMEOUT",
                        "ActionCompleted",
                        "ActionFailed",
                        "ActionCancelled",
                        "OutcomeUnknown",
                        "LateStart",
                        "LateReport",
                        "ControlIgnored",
                        "refused claim",
                        "unheard commit",
                        "claimed at once");
    }

    /** The codes that the ledger itself gives. */
    private static Stream<String> ends(SpecificRecord event) {
        return switch (event) {
            case ActionFailed failed when !HANDLERS.contains(failed.getError().getCode()) ->
                    Stream.of(failed.getError().getCode());
            case RetryScheduled failed when !HANDLERS.contains(failed.getError().getCode()) ->
                    Stream.of(failed.getError().getCode());
            default -> Stream.empty();
        };
    }

    private static void replay(long seed) {
        Simulation.Result result = Simulation.run(RULES, seed);
        System.out.println(result.trace());
        assertThat(result.violation()).isEmpty();
    }
}
