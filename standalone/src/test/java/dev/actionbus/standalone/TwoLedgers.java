package dev.actionbus.standalone;

import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.wire.Placement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A bus whose ledger and view are shared by two processes with one signing key.
 *
 * @param bus broker, gateway and executor
 * @param homes number of home partitions
 * @param ids of completed actions
 */
record TwoLedgers(BusProcess bus, BusProcess one, BusProcess two, int homes, List<String> ids) {

    static final int HOMES = 4;
    private static final int ACTIONS = 120;

    /**
     * Returns when every action can be proved, whomever one asks, and each ledger folds a part and
     * has a copy of the other's. Until then it would be no failover: how long that takes is the
     * machine's business.
     */
    static TwoLedgers start(Buses buses, Path directory) {
        return start(buses, directory, HOMES);
    }

    /**
     * With an odd number of partitions the views and the ledgers of some do not lie in the same
     * process.
     */
    static TwoLedgers start(Buses buses, Path directory, int homes) {
        BusProcess bus =
                buses.up(
                        directory.resolve("bus"),
                        "--roles",
                        "gateway,executor",
                        "--durability",
                        "os",
                        "--partitions",
                        String.valueOf(homes));
        String key = directory.resolve("log.key").toString();
        BusProcess one = ledger(buses, directory.resolve("one"), bus, key);
        BusProcess two = ledger(buses, directory.resolve("two"), bus, key);
        one.awaitReady();
        two.awaitReady();
        BusClient client = new BusClient(bus.url());
        List<String> ids =
                IntStream.range(0, ACTIONS)
                        .mapToObj(i -> client.submitting("echo", "before-" + i, "{}", 30))
                        .toList()
                        .stream()
                        .map(answer -> answer.join().actionId())
                        .toList();
        TwoLedgers all = new TwoLedgers(bus, one, two, homes, ids);
        for (BusProcess ledger : List.of(one, two)) {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> all.areShared(ledger) && all.areProved(ledger));
        }
        return all;
    }

    List<BusProcess> all() {
        return List.of(bus, one, two);
    }

    /** One action of each home partition. */
    Collection<String> oneOfEachHome() {
        return ids.stream()
                .collect(Collectors.toMap(this::home, id -> id, (first, second) -> first))
                .values();
    }

    /** One of many questions about these actions. */
    String question(int number) {
        String id = ids.get(number % ids.size());
        return switch (number % 10) {
            case 3 -> "/v1/audit/actions/" + id;
            case 5 -> "/v1/actions?limit=20";
            case 7 -> "/v1/lineage/" + id;
            case 9 -> "/v1/audit/logs/" + number % homes + "/tile/0/000.p/5";
            default -> "/v1/actions/" + id;
        };
    }

    private boolean areProved(BusProcess ledger) {
        BusClient client = new BusClient(ledger.url());
        return ids.reversed().stream()
                .limit(40)
                .allMatch(id -> client.get("/v1/audit/actions/" + id + "/proof").status() == 200);
    }

    /** Some are folded there, and there is a copy of all others. */
    private boolean areShared(BusProcess ledger) {
        BusClient client = new BusClient(ledger.url());
        Set<Integer> folded =
                IntStream.range(0, homes)
                        .filter(home -> client.get("/v1/audit/logs?here=" + home).status() == 200)
                        .boxed()
                        .collect(Collectors.toSet());
        return !folded.isEmpty()
                && folded.size() < homes
                && ids.stream()
                        .filter(id -> !folded.contains(home(id)))
                        .map(id -> "/v1/actions/" + id + "?here=copy:" + home(id))
                        .allMatch(path -> client.get(path).status() == 200);
    }

    int home(String id) {
        return Placement.home(new ActionId(id), homes);
    }

    private static BusProcess ledger(Buses buses, Path data, BusProcess bus, String key) {
        return buses.start(
                data,
                "--roles",
                "ledger",
                "--kafka",
                bus.bootstrap(),
                "--lease",
                "5s",
                "--signing-key",
                key);
    }
}
