package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class TwoExecutorsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Long enough that an executor of a busy machine does not miss it while it lives. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    /** Its first attempt does not end by itself. */
    private static final String SCRIPT =
            """
            if [ "$ACTION_ATTEMPT" = 1 ]; then sleep 600 & else sleep 0 & fi
            echo "$ACTION_ID $ACTION_ATTEMPT $$ $!" >> "$ACTION_WORKSPACE/journal"
            wait
            cat
            """;

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void whatAKilledExecutorDidIsDoneAgainByTheOtherAfterTheLease() {
        BusProcess bus =
                buses.up(
                        directory.resolve("bus"),
                        "--roles",
                        "gateway,ledger",
                        "--durability",
                        "os",
                        "--lease",
                        LEASE.toSeconds() + "s");
        BusProcess one = executor("one", bus);
        BusProcess two = executor("two", bus);
        one.awaitReady();
        two.awaitReady();
        BusClient client = new BusClient(bus.url());
        Duration soon = tenActionsOr(Duration.ofSeconds(4), client);
        String id = client.submitting("stuck", "long", "{\"n\":1}", 0).join().actionId();
        await().atMost(PATIENCE)
                .until(() -> Journal.calls(one).size() + Journal.calls(two).size() == 1);
        BusProcess first = Journal.calls(one).isEmpty() ? two : one;
        BusProcess other = first == one ? two : one;
        Journal.Call lost = Journal.calls(first).getFirst();
        assertThat(lost.isRunning()).isTrue();
        Instant killed = Instant.now();
        Duration sinceKill = stopwatch();
        first.kill();
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !lost.isRunning());
        Duration gone = stopwatch().minus(sinceKill);

        await().atMost(PATIENCE).until(() -> Journal.calls(other).size() == 1);
        Duration regranted = stopwatch().minus(sinceKill);
        assertThat(Journal.calls(other).getFirst())
                .extracting(Journal.Call::actionId, Journal.Call::attempt)
                .containsExactly(id, 2);
        BusClient.Answer result = client.get("/v1/actions/" + id + "/result?wait=30");
        assertThat(result.state()).isEqualTo("COMPLETED");
        assertThat(Journal.calls(first)).hasSize(1);
        assertThat(Journal.calls(other)).hasSize(1);
        List<EventLog.Event> events = new EventLog(bus).of(id);
        List<EventLog.Event> losses =
                events.stream().filter(e -> e.type().equals("AttemptLost")).toList();
        assertThat(losses).hasSize(1);
        assertThat(losses.getFirst().value().get("attempt")).isEqualTo(1);
        Instant decided = Instant.ofEpochMilli((Long) losses.getFirst().value().get("at"));
        Duration silent = Duration.between(killed, decided);
        assertThat(silent).isBetween(Duration.ZERO, LEASE.plus(soon));
        assertThat(events)
                .filteredOn(EventLog.Event::isTerminal)
                .singleElement()
                .satisfies(e -> assertThat(e.type()).isEqualTo("ActionCompleted"))
                .satisfies(e -> assertThat(e.value().get("attempt")).isEqualTo(2));
        System.out.printf(
                "executor killed (lease 6 s): its script gone after %d ms, the attempt declared lost"
                        + " after %d ms, attempt 2 called after %d ms%n",
                gone.toMillis(), silent.toMillis(), regranted.toMillis());
    }

    /** What ten actions take on this machine as it is now, if that is longer. */
    private static Duration tenActionsOr(Duration least, BusClient client) {
        Duration start = stopwatch();
        assertThat(client.execute("echo", "how-fast", "{}").status()).isEqualTo(200);
        Duration ten = stopwatch().minus(start).multipliedBy(10);
        return ten.compareTo(least) > 0 ? ten : least;
    }

    private BusProcess executor(String name, BusProcess bus) {
        String handlers =
                Journal.manifest(
                                directory.resolve("handlers"),
                                "{name: stuck, run: [sh, stuck.sh], timeout: 15m, retry: {backoff: 100ms}}",
                                Map.of("stuck.sh", SCRIPT))
                        .toString();
        return buses.start(
                directory.resolve(name),
                "--roles",
                "executor",
                "--kafka",
                bus.bootstrap(),
                "--handlers",
                handlers);
    }

    private static Duration stopwatch() {
        return Duration.ofNanos(System.nanoTime());
    }
}
