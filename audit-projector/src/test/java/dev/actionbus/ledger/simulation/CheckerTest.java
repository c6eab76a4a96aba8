package dev.actionbus.ledger.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.actionbus.ledger.Ledger;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CheckerTest {

    private static final int SEEDS = 2_000;
    private static final LedgerRules RULES = LedgerRules.of(new Ledger(Simulation.LEASE));

    @Test
    void aGoodHistoryIsGood() {
        goodHistories()
                .limit(100)
                .forEach(history ->
                        assertThatCode(() -> Checker.check(history, Simulation.LEASE))
                                .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @EnumSource
    void oneThingWrongIsReportedByName(Corruption corruption) {
        List<Fact> wrong =
                goodHistories()
                        .map(corruption::in)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(corruption + " found no place"));

        Violation violation =
                catchThrowableOfType(Violation.class, () -> Checker.check(wrong, Simulation.LEASE));

        assertThat(violation).as("%s", wrong).isNotNull();
        assertThat(violation.invariant()).as("%s", wrong).isEqualTo(corruption.broken());
    }

    /** What happened to the first action of each seed. */
    private static Stream<List<Fact>> goodHistories() {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> Simulation.run(RULES, seed).facts())
                .map(CheckerTest::ofOneAction);
    }

    private static List<Fact> ofOneAction(List<Fact> facts) {
        Optional<String> first = Checker.subject(facts.getFirst());
        return facts.stream()
                .filter(fact -> {
                    Optional<String> subject = Checker.subject(fact);
                    return subject.isEmpty() || subject.equals(first);
                })
                .toList();
    }
}
