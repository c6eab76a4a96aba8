package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes of which none has all partitions, and one has none: each answers for all of them. In
 * the last test one of them is gone.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TwoLedgersIT {

    /** With an odd number the views and the ledgers of some do not lie in the same process. */
    private static final int HOMES = 5;

    private static final String UNKNOWN = "00000007-0000-8000-8000-000000000000";

    @RegisterExtension static final Buses buses = Buses.ofClass();
    @TempDir private static Path directory = Path.of("");
    private static TwoLedgers ledgers;

    @BeforeAll
    static void start() {
        ledgers = TwoLedgers.start(buses, directory, HOMES);
    }

    @Test
    @Order(1)
    void everyProcessAnswersForEveryLog() {
        BusClient first = new BusClient(ledgers.one().url());
        List<String> digests = sorted(first.getFresh("/v1/audit/digest"), "partitions");
        assertThat(digests).hasSize(HOMES).noneMatch(it -> it.contains("\"size\":0"));
        for (BusProcess any : ledgers.all()) {
            BusClient client = new BusClient(any.url());
            assertThat(sorted(client.getFresh("/v1/audit/digest"), "partitions"))
                    .isEqualTo(digests);
            assertThat(sorted(client.getFresh("/v1/audit/logs"), "logs")).hasSize(HOMES);
            assertThat(client.getFresh("/v1/audit/logs").json().path("keys").size()).isEqualTo(1);
            for (int log = 0; log < HOMES; log++) {
                assertTellsLog(client, first, "/v1/audit/logs/" + log);
            }
            for (String id : ledgers.oneOfEachHome()) {
                assertThat(client.getFresh("/v1/audit/actions/" + id).json().path("events").size())
                        .isEqualTo(2);
                assertThat(client.getFresh("/v1/audit/actions/" + id + "/proof").status())
                        .isEqualTo(200);
                assertThat(client.getFresh("/v1/lineage/" + id).status()).isEqualTo(200);
            }
            assertThat(client.getFresh("/v1/audit/logs/99/checkpoint").status()).isEqualTo(404);
            for (String path : List.of("/v1/actions/", "/v1/audit/actions/", "/v1/lineage/")) {
                assertThat(client.getFresh(path + UNKNOWN).status()).isEqualTo(404);
            }
        }
    }

    @Test
    @Order(2)
    void everyProcessTellsEveryEventOnce() {
        TwoLedgersEvents events = new TwoLedgersEvents(ledgers);
        events.submit();
        List<String> places = events.awaitCompleted();
        for (BusProcess any : ledgers.all()) {
            events.assertTells(new BusClient(any.url()), places);
        }
        events.assertEveryProcessTellsAllLanes();
    }

    @Test
    @Order(3)
    void theOneThatIsLeftGoesOnTellingRunsAndEndsWhatTheOtherHadBegun() {
        TwoLedgersRuns runs = TwoLedgersRuns.begin(ledgers);
        for (BusProcess any : ledgers.all()) {
            runs.assertTells(new BusClient(any.url()));
        }

        Tally asked = new Tally();
        TwoLedgersTakeover others = new TwoLedgersTakeover(ledgers);
        ledgers.two().kill();
        others.submitMore();
        runs.askFor(asked);
        asked.awaitAll();

        System.out.println("a ledger killed while the other is asked for runs: " + asked);
        assertThat(asked.stale()).isPositive();
        assertThat(asked.absent()).isZero();
        assertThat(asked.unanswered()).isZero();
        assertThat(asked.others()).isEmpty();
        others.assertAllEndAndAreTold();
        runs.assertTells(new BusClient(ledgers.one().url()));
    }

    private static void assertTellsLog(BusClient client, BusClient other, String log) {
        for (String path : List.of("/checkpoint", "/tile/0/000.p/5", "/tile/entries/000.p/5")) {
            BusClient.Answer answer = client.getFresh(log + path);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(other.getFresh(log + path).body());
        }
        assertThat(client.getFresh(log + "/tile/0/009").status()).isEqualTo(404);
    }

    private static List<String> sorted(BusClient.Answer answer, String list) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> all = new ArrayList<>();
        answer.json().path(list).forEach(each -> all.add(each.toString()));
        return all.stream().sorted().toList();
    }
}
