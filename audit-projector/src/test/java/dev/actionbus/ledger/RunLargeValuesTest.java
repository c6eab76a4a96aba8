package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the store of payloads is handed on as the whole result of a run, never read. */
final class RunLargeValuesTest {

    private static final String CLAIM =
            "{\"$claim\":{\"bytes\":300000,\"canonical\":\"%1$s\",\"digest\":\"%1$s\"}}"
                    .formatted("a".repeat(64));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "params: {v: \"${steps.a.result}\"}",
                "params: {v: \"${steps.a.result.x}\"}",
                "params: {v: \"${steps.a.results}\"}",
                "params: {v: \"${1 > 2 ? steps.a.result : 1}\"}",
                "when: \"${steps.a.result.good}\"",
                "map: {over: \"${steps.a.result}\"}",
                "loop: {while: \"${steps.a.result.good}\", max: 2}"
            })
    void aStepThatReadsALargeResultFails(String reads) {
        RunTrial trial = ended("b: {action: two, " + reads + "}", "1");

        assertThat(trial.said("b")).containsExactly("FAILED");
        assertThat(error(trial))
                .startsWith("step b failed: RESULT_IN_STORE: the result of step a ");
    }

    @Test
    void aStepThatComesAfterButDoesNotReadItRuns() {
        RunTrial trial = ended("b: {action: two, params: {s: \"${steps.a.status}\"}}", "1");

        assertThat(trial.task("b").getParams()).isEqualTo("{\"s\":\"COMPLETED\"}");
    }

    @Test
    void aStepThatReadsLargeParamsFails() {
        RunTrial trial = new RunTrial(text("b: {action: two}", "1", "${params.x}"), CLAIM);

        assertThat(error(trial)).startsWith("step a failed: RESULT_IN_STORE: the run's params ");
    }

    @Test
    void aLoopThatReadsALargeRoundFails() {
        RunTrial trial =
                new RunTrial(
                        """
                        workflow: w
                        version: 1
                        steps:
                          a: {action: one, loop: {while: "${last == null}", max: 2}}
                        """,
                        "{}");
        trial.succeeds("a[0]", CLAIM);

        assertThat(error(trial))
                .startsWith("step a failed: RESULT_IN_STORE: the result of the round before ");
    }

    @Test
    void itIsTheRunsResultIfThatIsOneReference() {
        RunTrial trial = ended("b: {action: two}", "\"${steps.a.result}\"");
        trial.succeeds("b", "{}");

        assertThat(trial.ended().status()).isEqualTo(ActionStatus.COMPLETED);
        assertThat(trial.ended().outcome().getResult()).isEqualTo(CLAIM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{v: \"${steps.a.result}\"}",
                "\"${steps.a.result.x}\"",
                "\"${steps.a.result['$claim']}\"",
                "\"${[steps.a.result][0]}\"",
                "\"of ${steps.a.result}\""
            })
    void aResultThatLooksIntoItFailsTheRun(String result) {
        RunTrial trial = ended("b: {action: two}", result);
        trial.succeeds("b", "{}");

        assertThat(trial.ended().outcome().getError().getCode()).isEqualTo("RESULT_IN_STORE");
        assertThat(error(trial)).startsWith("the result of step a ");
    }

    @Test
    void resultsByNameAreNotLarge() {
        RunTrial trial =
                new RunTrial("workflow: w\nversion: 1\nsteps:\n  a: {action: one}\n", "{}");
        trial.succeeds("a", CLAIM);

        assertThat(trial.ended().outcome().getError().getCode()).isEqualTo("RESULT_IN_STORE");
    }

    @Test
    void aClaimInsideOfAResultIsNotTaken() {
        RunTrial trial =
                new RunTrial(text("b: {action: two}", "\"${steps.a.result.x}\"", "1"), "{}");
        trial.succeeds("a", "{\"x\":" + CLAIM + "}").succeeds("b", "{}");

        assertThat(trial.ended().outcome().getError().getCode()).isEqualTo("RESULT_INVALID");
    }

    @Test
    void aClaimThatWasSignalledIsNotTaken() {
        RunTrial trial =
                new RunTrial(
                        "workflow: w\nversion: 1\nsteps:\n  s: {signal: go}\n"
                                + "result: \"${steps.s.result}\"\n",
                        "{}");
        trial.signalled("go", null, CLAIM);

        assertThat(trial.ended().outcome().getError().getCode()).isEqualTo("RESULT_INVALID");
    }

    /** A run whose step a came to a claim. */
    private static RunTrial ended(String b, String result) {
        RunTrial trial = new RunTrial(text(b.replace("two", "two, after: [a]"), result, "1"), "{}");
        return trial.succeeds("a", CLAIM);
    }

    private static String text(String b, String result, String param) {
        return "workflow: w\nversion: 1\nsteps:\n  a: {action: one, params: {p: \"%s\"}}\n  %s\nresult: %s\n"
                .formatted(param, b, result);
    }

    private static String error(RunTrial trial) {
        return trial.ended().outcome().getError().getMessage();
    }
}
