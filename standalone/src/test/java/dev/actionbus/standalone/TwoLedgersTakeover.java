package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Actions from before and after the end of one of two ledgers. */
final class TwoLedgersTakeover {

    private static final int HALF = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TwoLedgers ledgers;
    private final BusClient gateway;
    private final List<CompletableFuture<BusClient.Answer>> before;
    private final List<CompletableFuture<BusClient.Answer>> after = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private long begun;

    /** Some are acknowledged when it returns, and nothing else is known of them. */
    TwoLedgersTakeover(TwoLedgers ledgers) {
        this.ledgers = ledgers;
        this.gateway = new BusClient(ledgers.bus().url());
        before = submit(0);
        before.forEach(CompletableFuture::join);
    }

    /** Returns at once. */
    void submitMore() {
        begun = System.nanoTime();
        after.addAll(submit(HALF));
    }

    void assertAllEndAndAreTold() {
        Stream.concat(before.stream(), after.stream())
                .map(answer -> answer.join().actionId())
                .forEach(ids::add);
        assertThat(ids).hasSize(2 * HALF);
        EventLog log = new EventLog(ledgers.bus());
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> outcomes(log).size() >= ids.size());
        System.out.printf(
                "ledger killed: %d more actions completed on the other within %d ms%n",
                HALF, (System.nanoTime() - begun) / 1_000_000);
        assertThat(outcomes(log))
                .allSatisfy(it -> assertThat(it.type()).isEqualTo("ActionCompleted"))
                .extracting(EventLog.Event::actionId)
                .containsExactlyInAnyOrderElementsOf(ids);
        for (BusProcess any : List.of(ledgers.bus(), ledgers.one())) {
            assertTold(new BusClient(any.url()));
        }
    }

    private List<EventLog.Event> outcomes(EventLog log) {
        return log.read().stream()
                .filter(EventLog.Event::isTerminal)
                .filter(event -> ids.contains(event.actionId()))
                .toList();
    }

    /** By id and as a list; the view may be a moment behind the log. */
    private void assertTold(BusClient client) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    BusClient.Answer page =
                            client.get("/v1/actions?status=completed&label=half=yes&limit=1000");
                    assertThat(page.status()).as(page.body()).isEqualTo(200);
                    assertThat(page.json().path("actions").findValuesAsText("actionId"))
                            .containsExactlyInAnyOrderElementsOf(ids);
                });
        for (String id : ids.stream().limit(20).toList()) {
            BusClient.Answer action = client.getFresh("/v1/actions/" + id);
            assertThat(Map.of(action.status(), action.state())).containsEntry(200, "COMPLETED");
        }
    }

    private List<CompletableFuture<BusClient.Answer>> submit(int from) {
        return IntStream.range(from, from + HALF)
                .mapToObj(i ->
                        gateway.post("{\"name\":\"echo\",\"labels\":{\"half\":\"yes\"}}")
                                .header("Idempotency-Key", "takeover-" + i))
                .map(gateway::sending)
                .toList();
    }
}
