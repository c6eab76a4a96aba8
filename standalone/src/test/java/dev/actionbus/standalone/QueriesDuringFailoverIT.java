package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two ledgers share the audit view; one of them is asked while the other is killed. */
@Tag("alone")
final class QueriesDuringFailoverIT {

    private static final int BEFORE_THE_KILL = 100;
    private static final int AFTER_THE_KILL = 600;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String UNKNOWN = "%08x-0000-8000-8000-000000000000";

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void whoAsksWhileALedgerIsKilledIsAnsweredFreshOrMarkedStale() {
        TwoLedgers ledgers = TwoLedgers.start(buses, directory);
        BusClient survivor = new BusClient(ledgers.one().url());
        SteadyQuestions asked =
                new SteadyQuestions(ledgers, survivor, new BusClient(ledgers.bus().url()));
        try (asked) {
            asked.begin();
            asked.awaitMore(BEFORE_THE_KILL);
            asked.known.calibrate();
            asked.viaGateway.calibrate();
            ledgers.two().kill();
            asked.awaitMore(AFTER_THE_KILL);
            var unused = survivor.getFresh("/v1/actions");
        }

        System.out.println("a ledger killed while the other is asked: " + asked);
        for (Tally known : List.of(asked.known, asked.viaGateway)) {
            assertThat(known.percentAnswered())
                    .as("%s", known)
                    .isGreaterThanOrEqualTo(known.percentToAnswer());
        }
        for (Tally known : List.of(asked.known, asked.viaGateway, asked.justAcknowledged)) {
            assertThat(known.absent()).as("wrong 404: %s", known).isZero();
            assertThat(known.unanswered()).as("asked again as told: %s", known).isZero();
        }
        assertThat(asked.unknown.answered()).isZero();
        assertThat(asked.unknown.absent()).isEqualTo(asked.unknown.asked()).isPositive();
        assertThat(asked.known.stale()).isPositive();
        assertThat(asked.unexpected()).isEmpty();
        assertVerifies(ledgers);
    }

    /** Also what the killed one has signed. */
    private static void assertVerifies(TwoLedgers ledgers) {
        Program.Ran verified =
                Program.run(
                        PATIENCE,
                        "audit",
                        "verify",
                        "--kafka",
                        ledgers.bus().bootstrap(),
                        "--url",
                        ledgers.one().url());
        assertThat(verified.exitCode()).as(verified.err()).isZero();
    }

    /**
     * Up to fifty questions a second to one ledger, some through the gateway, and new actions. What
     * a busy machine misses is not caught up in a burst, and no more than a hundred are open, so a
     * machine that can not answer fifty a second is asked fewer.
     */
    private static final class SteadyQuestions implements AutoCloseable {

        private static final int OPEN = 100;

        private final Tally known = new Tally();
        private final Tally unknown = new Tally();
        private final Tally viaGateway = new Tally();
        private final Tally justAcknowledged = new Tally();
        private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        private final AtomicInteger count = new AtomicInteger();
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private final TwoLedgers ledgers;
        private final BusClient survivor;
        private final BusClient gateway;

        SteadyQuestions(TwoLedgers ledgers, BusClient survivor, BusClient gateway) {
            this.ledgers = ledgers;
            this.survivor = survivor;
            this.gateway = gateway;
        }

        void begin() {
            every(20, this::ask);
            every(100, this::askGateway);
            every(100, this::submit);
            every(100, this::askForNew);
        }

        /** Returns when so many more questions were asked. */
        void awaitMore(int questions) {
            int enough = count.get() + questions;
            await().atMost(PATIENCE).until(() -> count.get() >= enough);
        }

        /** Those that nothing should ever answer. */
        List<String> unexpected() {
            List<String> all = new ArrayList<>();
            for (Tally each : List.of(known, unknown, viaGateway, justAcknowledged)) {
                all.addAll(each.others());
            }
            return all;
        }

        @Override
        public void close() {
            var unused = clock.shutdownNow();
            for (Tally each : List.of(known, unknown, viaGateway, justAcknowledged)) {
                each.awaitAll();
            }
        }

        @Override
        public String toString() {
            return "known ids: %s; through the gateway: %s; just acknowledged: %s; unknown ids: %s"
                    .formatted(known, viaGateway, justAcknowledged, unknown);
        }

        private void every(int millis, Runnable what) {
            var unused = clock.scheduleWithFixedDelay(what, millis, millis, TimeUnit.MILLISECONDS);
        }

        private void ask() {
            if (known.open() >= OPEN) {
                return;
            }
            int number = count.getAndIncrement();
            if (number % 25 == 0) {
                unknown.ask(survivor, "/v1/actions/" + UNKNOWN.formatted(number * 0x9E3779B1));
            } else {
                known.ask(survivor, ledgers.question(number));
            }
        }

        private void askGateway() {
            if (viaGateway.open() < OPEN) {
                viaGateway.ask(gateway, ledgers.question(count.get()));
            }
        }

        private void submit() {
            var unused =
                    gateway.submitting("echo", "during-" + count.get(), "{}", 0)
                            .thenAccept(answer -> {
                                if (answer.status() == 202 || answer.status() == 200) {
                                    acknowledged.add(answer.actionId());
                                }
                            });
        }

        private void askForNew() {
            String id = acknowledged.poll();
            if (id != null) {
                justAcknowledged.ask(survivor, "/v1/actions/" + id);
            }
        }
    }
}
