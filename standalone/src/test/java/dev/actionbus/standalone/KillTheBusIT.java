package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class KillTheBusIT {

    private static final int ACTIONS = 1000;
    private static final int AT_ONCE = 64;
    private static final int KILL_AFTER = 400;
    private static final Set<String> AFTER_THE_END =
            Set.of("DuplicateObserved", "ConflictRejected", "LateReport", "LateStart");

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    private final Map<Integer, String> acknowledged = new ConcurrentHashMap<>();
    private final Semaphore slots = new Semaphore(AT_ONCE);

    @Test
    void nothingAcknowledgedIsLostAndNothingEndsTwice() throws InterruptedException {
        String handlers = Journal.manifests(directory.resolve("handlers")).toString();
        BusProcess bus =
                buses.up(
                        directory.resolve("data"),
                        "--durability",
                        "os",
                        "--lease",
                        "3s",
                        "--handlers",
                        handlers);
        BusClient client = new BusClient(bus.url());
        Thread clients = Thread.ofVirtual().start(() -> submitAll(client));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> acknowledged.size() >= KILL_AFTER);
        bus.kill();
        clients.join();
        Map<Integer, String> before = Map.copyOf(acknowledged);
        assertThat(before.size()).isBetween(KILL_AFTER, ACTIONS - 1);
        List<Journal.Call> callsBefore = Journal.calls(bus);

        bus.restart();
        long back = System.nanoTime();
        EventLog log = new EventLog(bus);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> ended(log).containsAll(before.values()));
        long settled = System.nanoTime() - back;

        submitAll(client);
        assertThat(acknowledged).hasSize(ACTIONS).containsAllEntriesOf(before);
        assertThat(Set.copyOf(acknowledged.values())).hasSize(ACTIONS);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> ended(log).containsAll(acknowledged.values()));

        Map<String, List<EventLog.Event>> events = log.byAction();
        assertThat(acknowledged.values())
                .allSatisfy(id -> assertEndsOnce(events.getOrDefault(id, List.of())));
        List<String> calls =
                Journal.calls(bus).stream().map(c -> c.actionId() + " " + c.attempt()).toList();
        assertThat(calls).doesNotHaveDuplicates();
        assertThat(calls.size()).isGreaterThanOrEqualTo(ACTIONS / 20);
        System.out.printf(
                "killed after %d of %d answers; ready again in %s s, all of them ended %.1f s later;"
                        + " %d calls before the kill, %d in all, %d attempts lost%n",
                before.size(),
                ACTIONS,
                bus.secondsToReady(),
                settled / 1e9,
                callsBefore.size(),
                calls.size(),
                log.read().stream().filter(e -> e.type().equals("AttemptLost")).count());
    }

    /** Every twentieth action is the script's; the same number is the same request. */
    private void submitAll(BusClient client) {
        CompletableFuture<?>[] all =
                IntStream.range(0, ACTIONS)
                        .mapToObj(i -> submit(client, i))
                        .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all).join();
    }

    private CompletableFuture<?> submit(BusClient client, int i) {
        slots.acquireUninterruptibly();
        return client.submitting(
                        i % 20 == 0 ? "journal" : "echo", "kill-" + i, "{\"n\":" + i + "}", 0)
                .handle((answer, failure) -> {
                    slots.release();
                    if (failure == null && (answer.status() == 202 || answer.status() == 200)) {
                        String other = acknowledged.put(i, answer.actionId());
                        assertThat(other).isIn(null, answer.actionId());
                    }
                    return i;
                });
    }

    private static Set<String> ended(EventLog log) {
        return log.read().stream()
                .filter(EventLog.Event::isTerminal)
                .map(EventLog.Event::actionId)
                .collect(Collectors.toSet());
    }

    private static void assertEndsOnce(List<EventLog.Event> events) {
        List<String> types = events.stream().map(EventLog.Event::type).toList();
        assertThat(types).filteredOn(EventLog.TERMINAL::contains).hasSize(1);
        assertThat(types).filteredOn("ActionAccepted"::equals).hasSize(1);
        int end =
                types.indexOf(
                        types.stream()
                                .filter(EventLog.TERMINAL::contains)
                                .findFirst()
                                .orElseThrow());
        assertThat(AFTER_THE_END).containsAll(types.subList(end + 1, types.size()));
    }
}
