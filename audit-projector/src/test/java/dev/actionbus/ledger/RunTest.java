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
    final class AStepOfManyItems {

        private static final String MAP =
                """
                workflow: many
                version: 1
                steps:
                  m:
                    map: {over: "${params.list}", as: x, parallel: 2}
                    action: one
                    params: {v: "${x}", i: "${index}"}
                    onFailure: %s
                  after: {action: two, params: {all: "${steps.m.results}", s: "${steps.m.status}"}}
                """;

        @Test
        void keepsToItsLimitAndGivesTheResultsInOrder() {
            RunTrial trial = new RunTrial(MAP.formatted("fail"), "{\"list\":[\"p\",\"q\",\"r\"]}");

            assertThat(trial.asked()).containsExactly("m[0]", "m[1]");
            assertThat(trial.task("m[1]").getParams()).isEqualTo("{\"i\":1,\"v\":\"q\"}");
            trial.succeeds("m[1]", "11");
            assertThat(trial.asked()).containsExactly("m[0]", "m[2]");
            trial.succeeds("m[2]", "12").succeeds("m[0]", "10");

            assertThat(trial.task("after").getParams())
                    .isEqualTo("{\"all\":[10,11,12],\"s\":\"COMPLETED\"}");
        }

        @Test
        void ofNoItemsIsDone() {
            RunTrial trial = new RunTrial(MAP.formatted("fail"), "{\"list\":[]}");

            assertThat(trial.task("after").getParams())
                    .isEqualTo("{\"all\":[],\"s\":\"COMPLETED\"}");
        }

        @Test
        void goesOnWithTheOthersIfItMay() {
            RunTrial trial = new RunTrial(MAP.formatted("continue"), "{\"list\":[1,2,3]}");
            trial.fails("m[0]").succeeds("m[1]", "1").succeeds("m[2]", "2");

            assertThat(trial.task("after").getParams())
                    .isEqualTo("{\"all\":[null,1,2],\"s\":\"FAILED\"}");
        }

        @Test
        void endsTheRunWithItsFirstFailure() {
            RunTrial trial = new RunTrial(MAP.formatted("fail"), "{\"list\":[1,2,3]}");
            trial.fails("m[0]");

            assertThat(trial.asked()).isEmpty();
            assertThat(trial.ended().status()).isEqualTo(ActionStatus.FAILED);
            assertThat(trial.accepted()).containsExactly("m[0]", "m[1]");
        }

        @Test
        void inALoopGoesOnWhileItsConditionHolds() {
            RunTrial trial =
                    new RunTrial(
                            """
                            workflow: loop
                            version: 1
                            steps:
                              e:
                                loop: {while: "${last == null || last.acc < 0.9}", max: 5}
                                action: train
                                params: {epoch: "${index + 1}"}
                            result: "${steps.e.result.acc}"
                            """,
                            "{}");
            assertThat(trial.task("e[0]").getParams()).isEqualTo("{\"epoch\":1}");
            trial.succeeds("e[0]", "{\"acc\":0.5}").succeeds("e[1]", "{\"acc\":0.95}");

            assertThat(trial.ended().outcome().getResult()).isEqualTo("0.95");
            assertThat(trial.accepted()).containsExactly("e[0]", "e[1]");
        }

        @Test
        void manyCostTheSameEach() {
            StringBuilder list = new StringBuilder("{\"list\":[0");
            for (int i = 1; i < 2_000; i++) {
                list.append(',').append(i);
            }
            RunTrial trial = new RunTrial(MAP.formatted("fail"), list.append("]}").toString());
            int most = 0;
            for (int i = 0; i < 2_000; i++) {
                trial.bus().rows().touched();
                trial.succeeds("m[" + i + "]", "1");
                most = i == 1_999 ? most : Math.max(most, trial.bus().rows().touched());
            }

            assertThat(trial.said("m")).containsExactly("SCHEDULED", "COMPLETED");
            assertThat(most).as("rows touched by the end of one item").isLessThan(60);
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
