package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.ledger.ActionState.Open;
import org.junit.jupiter.api.Test;

final class RecentRunsTest {

    private static final int THIRD = RecentRuns.MOST_CHARS / 3;

    private final RecentRuns runs = new RecentRuns();
    private final Open run = run();

    @Test
    void keepsThoseThatWereAskedForLastWithinItsSize() {
        runs.put("a", run, THIRD);
        runs.put("b", run, THIRD);
        runs.put("c", run, THIRD);
        assertThat(runs.get("a")).contains(run);
        runs.put("d", run, THIRD);

        assertThat(runs.get("b")).isEmpty();
        assertThat(runs.get("a")).contains(run);
        assertThat(runs.get("c")).contains(run);
        assertThat(runs.get("d")).contains(run);
    }

    @Test
    void oneThatIsThereAgainTakesNoMoreRoom() {
        runs.put("a", run, THIRD);
        for (int i = 0; i < 10; i++) {
            runs.put("b", run, THIRD);
        }
        assertThat(runs.get("a")).contains(run);
        runs.remove("a");
        runs.put("c", run, 2 * THIRD);
        assertThat(runs.get("b")).contains(run);
    }

    @Test
    void oneThatIsTooLargeIsNotKept() {
        runs.put("a", run, RecentRuns.MOST_CHARS + 1);
        assertThat(runs.get("a")).isEmpty();
    }

    private static Open run() {
        RunTrial trial = new RunTrial("workflow: w\nversion: 1\nsteps: {a: {action: one}}\n", "{}");
        return (Open) trial.bus().state(trial.id());
    }
}
