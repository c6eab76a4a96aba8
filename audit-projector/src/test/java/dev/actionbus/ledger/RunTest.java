package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.Intent;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.ledger.RunBus.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class RunTest {

    private static final String CHAIN =
            """
            workflow: chain
            version: 1
            steps:
              a: {action: one, params: {n: "${params.n}"}}
              b: {action: two, params: {from: "${steps.a.result.x}"}}
              c: {action: three, after: [b]}
            result: "${steps.c.result}"
            """;

    @Nested
    final class AGraph {

        @Test
        void isWalkedThroughAndItsReferencesAreFilledIn() {
            RunTrial trial = new RunTrial(CHAIN, "{\"n\":1.50}");

            assertThat(trial.asked()).containsExactly("a");
            assertThat(trial.task("a").getParams()).isEqualTo("{\"n\":1.50}");
            trial.succeeds("a", "{\"x\":[1,2]}");
            assertThat(trial.asked()).containsExactly("b");
            assertThat(trial.task("b").getParams()).isEqualTo("{\"from\":[1,2]}");
            trial.succeeds("b", "{}").succeeds("c", "{\"done\":true}");

            assertThat(trial.ended().status()).isEqualTo(ActionStatus.COMPLETED);
            assertThat(trial.ended().outcome().getResult()).isEqualTo("{\"done\":true}");
        }

        @Test
        void beginsWithItsAcceptanceAndItsStepsBelongToIt() {
            RunTrial trial = new RunTrial(CHAIN, "{\"n\":1}");

            ActionAccepted run = trial.events(ActionAccepted.class).getFirst();
            assertThat(run.getClaimed().getExecutor()).isEqualTo("ledger");
            ActionRequested step = trial.events(ActionAccepted.class).getLast().getRequest();
            assertThat(step.getIntent().getIdempotencyKey()).isEqualTo("wf:" + trial.id() + ":a:0");
            assertThat(step.getIntent().getPartitionKey())
                    .isEqualTo(trial.request().getIntent().getPartitionKey());
            assertThat(step.getContext().getRunId()).isEqualTo(trial.id());
            assertThat(step.getContext().getCausationId()).isEqualTo(trial.id());
        }

        @Test
        void i16_aStepWaitsForAllThatItNeeds() {
            RunTrial trial =
                    new RunTrial(
                            """
                            workflow: diamond
                            version: 1
                            steps:
                              a: {action: one}
                              b: {action: one}
                              c: {action: one, after: [a, b]}
                            """,
                            "{}");

            assertThat(trial.asked()).containsExactlyInAnyOrder("a", "b");
            trial.succeeds("b", "{}");
            assertThat(trial.asked()).containsExactly("a");
            trial.succeeds("a", "{}");
            assertThat(trial.asked()).containsExactly("c");
        }

        @Test
        void skipsAStepWhoseConditionIsFalseAndGoesOnBehindIt() {
            RunTrial trial =
                    new RunTrial(
                            """
                            workflow: maybe
                            version: 1
                            steps:
                              a: {action: one, when: "${params.go}"}
                              b: {action: two, params: {a: "${steps.a.result}", s: "${steps.a.status}"}}
                            """,
                            "{\"go\":false}");

            assertThat(trial.said("a")).containsExactly("SKIPPED");
            assertThat(trial.task("b").getParams()).isEqualTo("{\"a\":null,\"s\":\"SKIPPED\"}");
        }

        @Test
        void isRefusedWhenItsDefinitionIsNone() {
            RunBus bus = new RunBus();
            ActionRequested request = RunTrial.request("k", RunTrial.snapshot(CHAIN), "{\"n\":1}");
            bus.send(
                    Topic.REQUESTS,
                    Samples.with(request, new ActionRequested(), "definition", "{\"main\":{}}"));
            bus.settle();

            assertThat(((RequestRejected) bus.events().getFirst()).getCode())
                    .isEqualTo("DEFINITION_INVALID");
        }

        @Test
        void doesNotTakeInAStepThatItDoesNotWaitFor() {
            RunTrial trial = new RunTrial(CHAIN, "{\"n\":1}");
            ActionRequested a = trial.events(ActionAccepted.class).getLast().getRequest();
            trial.succeeds("a", "{\"x\":1}").succeeds("b", "{}");
            String other = a.getIntent().getIdempotencyKey().replace(":a:", ":z:");
            Intent intent = Samples.with(a.getIntent(), new Intent(), "idempotencyKey", other);
            ActionRequested forged =
                    Samples.with(
                            Samples.with(a, new ActionRequested(), "intent", intent),
                            new ActionRequested(),
                            "actionId",
                            Samples.id(intent));
            trial.bus().send(Topic.REQUESTS, forged);
            trial.bus().settle();

            assertThat(trial.events(RequestRejected.class).getLast().getCode())
                    .isEqualTo("STEP_NOT_AWAITED");
        }
    }

    @Nested
    final class AFailure {

        private static final String TWO =
                """
                workflow: two
                version: 1
                steps:
                  a: {action: one%s}
                  b: {action: two}
                  c: {action: three, after: [a], params: {e: "${steps.a.error.code}"}}
                """;

        @Test
        void failsTheRunWhenWhatIsUnderWayHasEnded() {
            RunTrial trial = new RunTrial(TWO.formatted(""), "{}");
            trial.fails("a");

            assertThat(trial.asked()).isEmpty();
            assertThat(trial.ended().status()).isEqualTo(ActionStatus.FAILED);
            assertThat(trial.ended().outcome().getError().getMessage())
                    .isEqualTo("step a failed: BAD_DATA: no good");
            assertThat(trial.accepted()).containsExactly("a", "b");
        }

        @Test
        void isSeenByTheNextStepWhenTheRunGoesOn() {
            RunTrial trial = new RunTrial(TWO.formatted(", onFailure: continue"), "{}");
            trial.fails("a");

            assertThat(trial.task("c").getParams()).isEqualTo("{\"e\":\"BAD_DATA\"}");
            trial.succeeds("b", "{}").succeeds("c", "{}");
            assertThat(trial.ended().status()).isEqualTo(ActionStatus.COMPLETED);
        }

        @Test
        void undoesWhatWasDoneTheLastFirst() {
            RunTrial trial =
                    new RunTrial(
                            """
                            workflow: saga
                            version: 1
                            steps:
                              a: {action: book, compensate: {action: cancel, params: {id: "${result.id}"}}}
                              b: {action: pay, after: [a], compensate: {action: refund}}
                              c: {action: ship, after: [b], onFailure: compensate}
                            """,
                            "{}");
            trial.succeeds("a", "{\"id\":7}").succeeds("b", "{}").fails("c");

            assertThat(trial.asked()).containsExactly("b:undo");
            assertThat(trial.isOpen()).isTrue();
            trial.fails("b:undo");
            assertThat(trial.task("a:undo").getParams()).isEqualTo("{\"id\":7}");
            trial.succeeds("a:undo", "{}");

            assertThat(trial.ended().outcome().getError().getMessage())
                    .isEqualTo("step c failed: BAD_DATA: no good; b:undo failed: BAD_DATA");
        }

        @Test
        void ofAnExpressionIsTheStepsFailure() {
            RunTrial trial = new RunTrial(CHAIN, "{\"n\":1}");
            trial.succeeds("a", "{\"y\":1}");

            assertThat(trial.ended().status()).isEqualTo(ActionStatus.FAILED);
            assertThat(trial.said("b")).containsExactly("FAILED");
        }
    }

    @Nested
    final class Waiting {

        @Test
        void forTimeEndsWithTheTime() {
            RunTrial trial =
                    new RunTrial(
                            """
                            workflow: pause
                            version: 1
                            steps:
                              p: {delay: 10s}
                              a: {action: one, after: [p]}
                            """,
                            "{}");
            trial.bus().passes(Duration.ofSeconds(9));
            trial.bus().settle();
            assertThat(trial.asked()).isEmpty();
            trial.bus().passes(Duration.ofSeconds(1));
            trial.bus().settle();
            assertThat(trial.asked()).containsExactly("a");
        }

        private static final String SIGNAL =
                """
                workflow: word
                version: 1
                steps:
                  s: {signal: data, timeout: 1m%s}
                  a: {action: one, params: {got: "${steps.s.result}"}}
                """;

        @Test
        void forASignalEndsWithIt() {
            RunTrial trial = new RunTrial(SIGNAL.formatted(""), "{}");
            trial.signalled("other", null, null).signalled("data", null, "{\"rows\":3}");

            assertThat(trial.events(ControlIgnored.class)).hasSize(1);
            assertThat(trial.task("a").getParams()).isEqualTo("{\"got\":{\"rows\":3}}");
        }

        @Test
        void forASignalIsOverIfItCameBefore() {
            RunTrial trial =
                    new RunTrial(
                            """
                            workflow: word
                            version: 1
                            steps:
                              a: {action: one}
                              s: {signal: data, after: [a]}
                            """,
                            "{}");
            trial.signalled("data", null, null).succeeds("a", "{}");

            assertThat(trial.ended().status()).isEqualTo(ActionStatus.COMPLETED);
        }

        @Test
        void forASignalEndsAtItsTime() {
            RunTrial trial = new RunTrial(SIGNAL.formatted(""), "{}");
            trial.bus().passes(Duration.ofMinutes(1));
            trial.bus().settle();

            assertThat(trial.ended().outcome().getError().getMessage()).contains("SIGNAL_TIMEOUT");
        }

        @Test
        void forADecisionEndsWithItOnce() {
            RunTrial trial =
                    new RunTrial(
                            """
                            workflow: ask
                            version: 1
                            steps:
                              ok: {approval: {assignee: ml, comment: "deploy?"}}
                              a: {action: one, when: "${steps.ok.result.approved}"}
                            """,
                            "{}");
            assertThat(trial.said("ok")).containsExactly("WAITING");
            trial.signalled("ok", false, null).signalled("ok", true, null);

            assertThat(trial.said("a")).containsExactly("SKIPPED");
            assertThat(trial.events(ControlIgnored.class)).hasSize(1);
            assertThat(trial.ended().status()).isEqualTo(ActionStatus.COMPLETED);
        }

        @Test
        void endsWithTheDeadlineOfTheRun() {
            RunTrial trial =
                    new RunTrial(
                            """
                            workflow: late
                            version: 1
                            deadline: 1h
                            steps:
                              a: {action: one}
                            """,
                            "{}");
            trial.bus().passes(Duration.ofHours(1));
            trial.bus().settle();

            assertThat(trial.ended().outcome().getError().getCode()).isEqualTo("DEADLINE_EXCEEDED");
            assertThat(trial.asked()).isEmpty();
        }
    }
}
