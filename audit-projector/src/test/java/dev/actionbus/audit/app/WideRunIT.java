package dev.actionbus.audit.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.actionbus.action.ActionId;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.check.Progress;
import dev.actionbus.audit.check.ReconcileScan;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.ledger.RunTrial;
import dev.actionbus.ledger.run.RunTold;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A step of thousands of items, each with a result of 16 KiB, in a ledger whose memory could not
 * hold them. {@code -Druns.items=N} and {@code -Druns.heap=N} (MiB) set how many and how much.
 */
final class WideRunIT {

    private static final int ITEMS = Integer.getInteger("runs.items", 3_000);
    private static final int HEAP_MIB = Integer.getInteger("runs.heap", 72);
    private static final int HOMES = 2;
    private static final int RESULT = 16 * 1024;
    private static final int MORE_KIB = 12 * 1024;
    private static final int LARGEST_PAGE = 64 * 1024;
    private static final String NAME = "ledger";
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String DEFINITION =
            """
            workflow: wide
            version: 1
            steps:
              all: {map: {over: "${params.list}", as: x, parallel: 500}, action: do-it, params: {x: "${x}"}}
            result: "${size(params.list)}"
            """;

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path directory;

    @Test
    void aStepOfThousandsOfItemsEndsInMemoryThatCouldNotHoldTheirResults() throws Exception {
        try (LedgerProcesses ledgers =
                        new LedgerProcesses(
                                kafka,
                                directory,
                                new Projector.Home("rig-cluster", HOMES),
                                Duration.ofMinutes(5));
                BusyHands hands = ledgers.hands(_ -> false, "\"" + "x".repeat(RESULT) + "\"")) {
            ProjectorProcess ledger = ledgers.start(NAME, HEAP_MIB + "m");
            hands.start();
            run(ledgers, hands, "small", 100);
            long before = LiveHeap.kib(ledger.pid());
            long begun = System.nanoTime();
            String run = run(ledgers, hands, "wide", ITEMS);
            double took = (System.nanoTime() - begun) / 1e9;
            long after = LiveHeap.kib(ledger.pid());

            assertThat(after).as("KiB of live objects").isLessThan(before + MORE_KIB);
            ledgers.killAll();
            int page = pageOf(ledgers, run);
            assertThat(
                            ReconcileScan.run(
                                            ledgers.client(),
                                            ledgers.topics(),
                                            ledgers.codec(),
                                            true,
                                            Progress.NONE)
                                    .first())
                    .isEmpty();
            System.out.printf(
                    "a step of %,d items with results of %d KiB in %.1f s, heap of %d MiB:"
                            + " live %.1f MiB before, %.1f MiB after; a page of the run has %,d bytes%n",
                    ITEMS, RESULT / 1024, took, HEAP_MIB, before / 1024.0, after / 1024.0, page);
        }
    }

    /** Returns when it has ended. */
    private static String run(LedgerProcesses ledgers, BusyHands hands, String key, int items) {
        String list =
                IntStream.range(0, items)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(",", "{\"list\":[", "]}"));
        ActionRequested run = RunTrial.request(key, RunTrial.snapshot(DEFINITION), list);
        int before = hands.done();
        hands.send(ledgers.topics().requests(), run.getActionId(), run);
        await().atMost(PATIENCE).until(() -> hands.done() == before + items);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> isCompleted(ledgers, run.getActionId()));
        return run.getActionId();
    }

    private static boolean isCompleted(LedgerProcesses ledgers, String run) {
        return kafka.readAll(ledgers.topics().events()).stream()
                .filter(it -> new String(it.key(), UTF_8).equals(run))
                .map(it -> ledgers.codec().decode(it.value(), Contract.EVENTS))
                .anyMatch(it ->
                        it instanceof Decoded.Readable readable
                                && readable.value() instanceof ActionCompleted);
    }

    /** In bytes, as it is answered over HTTP. */
    private static int pageOf(LedgerProcesses ledgers, String run) throws Exception {
        try (Projector projector = ledgers.here(NAME)) {
            LedgerRuns runs =
                    new LedgerRuns(projector, ledgers.settings(NAME), ledgers.codec(), HOMES);
            byte[] whole = asked(runs, run, Optional.empty());
            JsonNode told = new ObjectMapper().readTree(whole);
            assertThat(told.at("/steps/0/items/done").asInt()).isEqualTo(ITEMS);
            byte[] items = asked(runs, run, Optional.of("all"));
            assertThat(new ObjectMapper().readTree(items).path("steps")).hasSize(100);
            assertThat(whole.length).isLessThan(LARGEST_PAGE);
            assertThat(items.length).isLessThan(LARGEST_PAGE);
            return items.length;
        }
    }

    private static byte[] asked(LedgerRuns runs, String run, Optional<String> itemsOf) {
        RunTold.Asked page = new RunTold.Asked(0, 100, Optional.empty(), itemsOf);
        Answer answer =
                await().atMost(PATIENCE)
                        .until(
                                () -> runs.find(new ActionId(run), page, Reach.EVERYWHERE),
                                Answer.Found.class::isInstance);
        return ((Answer.Found) answer).body().getBytes(UTF_8);
    }
}
