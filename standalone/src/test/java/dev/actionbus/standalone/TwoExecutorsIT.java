package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class TwoExecutorsIT {

    private static final int HALF = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Long enough that an executor of a busy machine does not miss it while it lives. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void whatAKilledExecutorDidIsDoneAgainByTheOtherAfterTheLease() {
        BusProcess bus =
                part(
                        "bus",
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
        String id = client.submitting("sleeper", "long", "{\"n\":1}", 0).join().actionId();
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

    @Test
    void aKilledLedgerIsReplacedByTheOtherAndEveryProcessAnswers() {
        BusProcess bus = part("bus", "gateway,executor", "--durability", "os", "--partitions", "4");
        BusProcess one = ledger("one", bus);
        BusProcess two = ledger("two", bus);
        one.awaitReady();
        two.awaitReady();
        BusClient client = new BusClient(bus.url());
        Set<String> ids = new HashSet<>(submit(client, 0));
        awaitCompleted(bus, ids);
        for (BusProcess any : List.of(bus, one, two)) {
            assertAnswers(any, ids);
        }

        one.kill();
        Duration killed = stopwatch();
        ids.addAll(submit(client, HALF));
        awaitCompleted(bus, ids);
        System.out.printf(
                "ledger killed: %d more actions completed on the other within %d ms%n",
                HALF, stopwatch().minus(killed).toMillis());
        for (BusProcess any : List.of(bus, two)) {
            assertAnswers(any, ids);
        }
        assertThat(new EventLog(bus).read())
                .filteredOn(EventLog.Event::isTerminal)
                .hasSize(2 * HALF);
    }

    private static Set<String> submit(BusClient client, int from) {
        return IntStream.range(from, from + HALF)
                .mapToObj(i -> client.submitting("echo", "ledgers-" + i, "{\"n\":" + i + "}", 0))
                .toList()
                .stream()
                .map(answer -> answer.join().actionId())
                .collect(Collectors.toSet());
    }

    private static void awaitCompleted(BusProcess bus, Set<String> ids) {
        EventLog log = new EventLog(bus);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        log.read().stream()
                                .filter(e -> e.type().equals("ActionCompleted"))
                                .map(EventLog.Event::actionId)
                                .collect(Collectors.toSet())
                                .containsAll(ids));
    }

    /** By id and as a list; the view may be a moment behind the log. */
    private static void assertAnswers(BusProcess bus, Set<String> ids) {
        BusClient client = new BusClient(bus.url());
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    BusClient.Answer page = client.get("/v1/actions?status=completed&limit=1000");
                    assertThat(page.status()).as(page.body()).isEqualTo(200);
                    assertThat(page.json().path("actions").findValuesAsText("actionId"))
                            .containsExactlyInAnyOrderElementsOf(ids);
                });
        for (String id : ids.stream().limit(20).toList()) {
            BusClient.Answer action = client.getFresh("/v1/actions/" + id);
            assertThat(Map.of(action.status(), action.state())).containsEntry(200, "COMPLETED");
        }
    }

    private BusProcess part(String name, String roles, String... flags) {
        return buses.up(directory.resolve(name), with(roles, flags));
    }

    private BusProcess executor(String name, BusProcess bus) {
        String handlers = Journal.manifests(directory.resolve("handlers")).toString();
        return buses.start(
                directory.resolve(name),
                with("executor", "--kafka", bus.bootstrap(), "--handlers", handlers));
    }

    private BusProcess ledger(String name, BusProcess bus) {
        return buses.start(
                directory.resolve(name),
                with("ledger", "--kafka", bus.bootstrap(), "--lease", "2s"));
    }

    private static String[] with(String roles, String... flags) {
        List<String> all = new ArrayList<>(List.of("--roles", roles));
        all.addAll(List.of(flags));
        return all.toArray(String[]::new);
    }

    private static Duration stopwatch() {
        return Duration.ofNanos(System.nanoTime());
    }
}
