package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.actionbus.ledger.run.RunTold;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a run. */
final class RunToldTest {

    private static final String TWO =
            """
            workflow: two
            version: %d
            steps:
              a: {action: one}
              b: {action: two, params: {x: "${steps.a.result.%s}"}}
            """;

    private static final String WAITING =
            """
            workflow: waiting
            version: 1
            steps:
              ok: {approval: {comment: "go on?"}}
              word: {signal: data}
              pause: {delay: 1h}
              busy: {action: one}
              later: {action: two, after: [ok, word, pause, busy]}
            """;

    @Test
    void isHeadedByTheVersionThatItGoesBy() {
        RunTrial trial = new RunTrial(TWO.formatted(1, "missing"), "{}");
        trial.succeeds("a", "{\"mended\":1}");
        assertThat(trial.told().definition().version()).isEqualTo(1);

        String mended = RunTrial.snapshot(TWO.formatted(2, "mended")).text();
        trial.resumed("order-1", null, mended);
        assertThat(trial.told().definition().version()).isEqualTo(2);
        trial.succeeds("b", "{}");
        assertThat(trial.isOpen()).isFalse();
        assertThat(trial.told().definition()).isEqualTo(new RunTold.Definition("two", 2));
        assertThat(trial.told().segment()).isEqualTo(2);
    }

    @Test
    void nobodyWaitsInARunThatWasCancelled() {
        RunTrial trial = new RunTrial(WAITING, "{}");
        assertThat(trial.told().counts())
                .containsOnly(entry("WAITING", 3), entry("ACTIVE", 1), entry("PENDING", 1));
        trial.orders(Samples.cancel(trial.id()));

        assertThat(trial.told().counts()).containsOnly(entry("CANCELLED", 4), entry("PENDING", 1));
        assertThat(trial.told("ok").state()).isEqualTo("CANCELLED");
        RunTold.Asked cancelled =
                new RunTold.Asked(0, 100, Optional.of("CANCELLED"), Optional.empty());
        assertThat(trial.told(cancelled).steps())
                .extracting(RunTold.StepTold::name)
                .containsExactlyInAnyOrder("ok", "word", "pause", "busy");
        trial.resumed("order-1", null, null);
        assertThat(trial.told("ok").state()).isEqualTo("WAITING");
    }

    @Test
    void nobodyWaitsInARunThatFailed() {
        RunTrial trial = new RunTrial(WAITING, "{}");
        trial.fails("busy");
        assertThat(trial.told().counts())
                .containsOnly(entry("CANCELLED", 3), entry("FAILED", 1), entry("PENDING", 1));
    }

    @Test
    void aStepThatNobodyAskedForHasNoAction() {
        RunTrial trial = new RunTrial(TWO.formatted(1, "missing"), "{}");
        assertThat(trial.told("a").actionId()).contains(trial.task("a").getActionId());
        assertThat(trial.told("b").actionId()).isEmpty();
        trial.succeeds("a", "{\"found\":1}");

        assertThat(trial.told("a").actionId()).isPresent();
        assertThat(trial.told("b").state()).isEqualTo("FAILED");
        assertThat(trial.told("b").actionId()).isEmpty();
    }

    @Test
    void anItemThatNobodyAskedForHasNoAction() {
        RunTrial trial =
                new RunTrial(
                        """
                        workflow: items
                        version: 1
                        steps:
                          m:
                            map: {over: "${params.list}", as: x}
                            action: one
                            params: {n: "${x.n}"}
                            onFailure: continue
                        """,
                        "{\"list\":[{\"n\":1},{\"m\":2}]}");
        RunTold.Asked items = new RunTold.Asked(0, 100, Optional.empty(), Optional.of("m"));

        assertThat(trial.told(items).steps())
                .extracting(
                        RunTold.StepTold::name,
                        it -> it.standing().state(),
                        it -> it.standing().actionId().isPresent())
                .containsExactly(tuple("m[0]", "ACTIVE", true), tuple("m[1]", "FAILED", false));
    }

    @Test
    void aFailureSaysWhereAndWhatThereIsInstead() {
        RunTrial trial = new RunTrial(TWO.formatted(1, "missing"), "{}");
        trial.succeeds("a", "{\"mising\":1,\"other\":2}");

        RunTold.Standing b = trial.told("b");
        assertThat(b.error().orElseThrow().getCode()).isEqualTo("EXPRESSION_FAILED");
        assertThat(b.error().orElseThrow().getMessage())
                .isEqualTo(
                        "there is no steps.a.result.missing; did you mean mising?"
                                + " (at /steps/b/params/x)");
        assertThat(b.error().orElseThrow().getDetails())
                .isEqualTo("{\"pointer\":\"/steps/b/params/x\"}");
        assertThat(trial.ended().outcome().getError().getMessage())
                .startsWith("step b failed: EXPRESSION_FAILED: there is no steps.a.result.missing");
    }
}
