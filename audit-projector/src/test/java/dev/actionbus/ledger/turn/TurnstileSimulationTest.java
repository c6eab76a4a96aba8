package dev.actionbus.ledger.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Thousands of seeded histories of a turnstile with impatient, forgetful and repetitive askers,
 * limits that change, and ledgers that die between any two steps. {@code -Dturns.seed=N} replays
 * one.
 */
final class TurnstileSimulationTest {

    private static final int HISTORIES = 500;
    private static final int STEPS = 300;

    @Test
    void whateverHappensNoLimitIsExceededAndNobodyIsForgotten() {
        Long only = Long.getLong("turns.seed");
        long from = only == null ? 0 : only;
        long to = only == null ? HISTORIES : only + 1;
        long given = 0;
        for (long seed = from; seed < to; seed++) {
            TurnstileStory story = new TurnstileStory(seed);
            for (int i = 0; i < STEPS; i++) {
                story.step();
            }
            story.settle();
            given += story.given();
        }
        assertThat(given).as("the histories are not empty").isGreaterThan((to - from) * 20);
    }
}
