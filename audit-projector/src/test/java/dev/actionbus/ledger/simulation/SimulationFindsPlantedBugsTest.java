package dev.actionbus.ledger.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.ledger.Ledger;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SimulationFindsPlantedBugsTest {

    private static final int SEEDS = 2_000;

    private final LedgerRules real = LedgerRules.of(new Ledger(Simulation.LEASE));

    @ParameterizedTest
    @EnumSource
    void aPlantedBugIsFoundSoonAndByItsName(PlantedBug bug) {
        LedgerRules wrong = bug.in(real);

        Simulation.Result found =
                LongStream.range(0, SEEDS)
                        .mapToObj(seed -> Simulation.run(wrong, seed))
                        .filter(result -> result.violation().isPresent())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(bug + " not found"));

        Violation violation = found.violation().orElseThrow();
        System.out.printf(
                "simulation: %s found at seed %d by %s%n",
                bug, found.seed(), violation.invariant());
        assertThat(violation.invariant()).as(found.trace()).isIn(bug.broken());
    }
}
