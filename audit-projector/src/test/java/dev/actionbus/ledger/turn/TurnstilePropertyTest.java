package dev.actionbus.ledger.turn;

import static dev.actionbus.ledger.turn.Asks.START;
import static dev.actionbus.ledger.turn.Asks.ask;
import static dev.actionbus.ledger.turn.Asks.back;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.TurnGiven;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Shares and rates, for any number of tenants and any order of returning. */
final class TurnstilePropertyTest {

    private static final String LIMIT = "concurrency:train@1";

    @Property(tries = 100)
    void tenantsOfEqualDemandGetTurnsThatDifferByOneAtMost(
            @ForAll @IntRange(min = 1, max = 7) int permits,
            @ForAll @IntRange(min = 2, max = 6) int tenants) {
        Turnstile turns = new Turnstile(new HeapTurns());
        int each = 20;
        Deque<String> holders = new ArrayDeque<>();
        Map<String, Integer> served = new HashMap<>();
        for (int i = 0; i < permits; i++) {
            turns.asked(ask(LIMIT, "first" + i, permits, "before", 0), START);
            holders.add("first" + i);
        }
        for (int tenant = 0; tenant < tenants; tenant++) {
            served.put("t" + tenant, 0);
            for (int i = 0; i < each; i++) {
                turns.asked(ask(LIMIT, "t" + tenant + "-" + i, permits, "t" + tenant, 0), START);
            }
        }
        for (int i = 0; i < each * tenants; i++) {
            for (TurnGiven given : turns.returned(back(LIMIT, holders.remove()), START).given()) {
                holders.add(given.getActionId());
                String id = given.getActionId();
                served.merge(id.substring(0, id.indexOf('-')), 1, Integer::sum);
            }
            int most = served.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
            int least = served.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(1);
        }
        assertThat(served.values()).containsOnly(each);
    }

    @Property(tries = 100)
    void tenantsThatWaitHoldTurnsThatDifferByOneAtMostHoweverLongEachTakes(
            @ForAll @IntRange(min = 2, max = 8) int permits, @ForAll long seed) {
        Turnstile turns = new Turnstile(new HeapTurns());
        Random random = new Random(seed);
        Deque<String> holders = new ArrayDeque<>();
        for (int i = 0; i < 100; i++) {
            for (String tenant : new String[] {"a", "b"}) {
                turns.asked(ask(LIMIT, tenant + i, permits, tenant, 0), START)
                        .given()
                        .forEach(it -> holders.add(it.getActionId()));
            }
        }
        for (int i = 0; i < 150; i++) {
            String[] all = holders.toArray(String[]::new);
            String back = all[random.nextInt(all.length)];
            holders.remove(back);
            turns.returned(back(LIMIT, back), START)
                    .given()
                    .forEach(it -> holders.add(it.getActionId()));
            long ofA = holders.stream().filter(it -> it.startsWith("a")).count();
            assertThat(Math.abs(ofA - (holders.size() - ofA))).isLessThanOrEqualTo(1);
        }
    }

    @Property(tries = 200)
    void inAnyTimeOfARateThereAreNoMoreTurnsThanItAllows(
            @ForAll @IntRange(min = 1, max = 9) int rate, @ForAll long seed) {
        Turnstile turns = new Turnstile(new HeapTurns());
        String limit = "rate:train@1";
        Random random = new Random(seed);
        Deque<Long> times = new ArrayDeque<>();
        long time = 0;
        for (int i = 0; i < 120; i++) {
            time += random.nextInt(100);
            var turned =
                    random.nextInt(3) == 0
                            ? turns.due(limit, START.plusMillis(time))
                            : turns.asked(
                                    Asks.rated(limit, "a" + i, rate, 300), START.plusMillis(time));
            for (TurnGiven ignored : turned.given()) {
                times.add(time);
            }
            long now = time;
            assertThat(times.stream().filter(it -> it > now - 300).count())
                    .isLessThanOrEqualTo(rate);
        }
        assertThat(times).isNotEmpty();
    }
}
