package dev.actionbus.ledger.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.ledger.RunBus;
import dev.actionbus.ledger.run.RunRows;
import dev.actionbus.state.RunNode;
import dev.actionbus.wire.StoredRecord;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code -Druns.histories=N} sets how many random runs there are. */
final class RunSimulationTest {

    private static final long HISTORIES = Long.getLong("runs.histories", 1_000);

    @Test
    void i16_everyHistoryBeginsAStepOnceAndAfterThoseItNeedsAndEnds() {
        Optional<String> wrong =
                LongStream.range(0, HISTORIES)
                        .parallel()
                        .mapToObj(seed -> RunSimulation.run(seed, new RunBus()))
                        .flatMap(Optional::stream)
                        .findFirst();
        assertThat(wrong).isEmpty();
    }

    @Test
    void i16_aStepThatCountsOneEndTwiceIsFound() {
        assertThat(
                        LongStream.range(0, 200)
                                .mapToObj(seed ->
                                        RunSimulation.run(seed, new RunBus(CountsTwice::new)))
                                .flatMap(Optional::stream))
                .anySatisfy(it -> assertThat(it).contains("I16"));
    }

    @Test
    void stepsThatSurviveACrashWithoutTheirActionsAreFound() {
        assertThat(
                        LongStream.range(0, 200)
                                .mapToObj(seed -> {
                                    RunBus bus = new RunBus();
                                    bus.loseStatesOnly();
                                    return RunSimulation.run(seed, bus);
                                })
                                .flatMap(Optional::stream))
                .isNotEmpty();
    }

    /** A step that waits for three or more is counted down by two. */
    private record CountsTwice(RunRows rows) implements RunRows {

        private static final StoredRecord<RunNode> NODES = new StoredRecord<>(RunNode.class);

        @Override
        public byte @Nullable [] get(byte[] key) {
            return rows.get(key);
        }

        @Override
        public void put(byte[] key, byte @Nullable [] value) {
            rows.put(key, value != null && key[36] == 'n' ? tooFew(NODES.decode(value)) : value);
        }

        @Override
        public Optional<Row> first(byte[] prefix) {
            return rows.first(prefix);
        }

        @Override
        public void scan(byte[] prefix, Consumer<Row> visitor) {
            rows.scan(prefix, visitor);
        }

        private static byte[] tooFew(RunNode node) {
            int awaits = node.getAwaits() == 2 ? 1 : node.getAwaits();
            return NODES.encode(
                    new RunNode(
                            node.getState(),
                            node.getSegment(),
                            awaits,
                            node.getCause(),
                            node.getItems(),
                            node.getResult(),
                            node.getError()));
        }
    }
}
