package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.RunResumed;
import dev.actionbus.ledger.RunBus.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A run is cancelled, resumed, or part of another. */
final class RunResumeTest {

    private static final String CHAIN =
            """
            workflow: chain
            version: 1
            steps:
              a: {action: one}
              b: {action: %s, after: [a], params: {x: "${steps.a.result}"}}
              c: {action: three, after: [b]}
            """;

    private static final String PARENT =
            """
            workflow: parent
            version: 1
            steps:
              sub: {workflow: chain, version: 1}
              z: {action: last, params: {got: "${steps.sub.result.c}"}}
            """;

    private static String chain() {
        return CHAIN.formatted("two");
    }

    @Test
    void goesOnFromTheStepThatFailed() {
        RunTrial trial = new RunTrial(chain(), "{}");
        trial.succeeds("a", "1").fails("b").resumed("order-1", null, null);

        assertThat(trial.asked()).containsExactly("b");
        assertThat(trial.task("b").getParams()).isEqualTo("{\"x\":1}");
        assertThat(trial.task("b").getIntent().getIdempotencyKey())
                .isEqualTo("wf:" + trial.id() + ":b:0:2");
        RunResumed event = trial.events(RunResumed.class).getFirst();
        assertThat(event.getKept()).isEqualTo(1);
        assertThat(event.getAgain()).isEqualTo(2);
        trial.succeeds("b", "2").succeeds("c", "3");

        assertThat(trial.ended().status()).isEqualTo(ActionStatus.COMPLETED);
        assertThat(trial.ended().past().round()).isEqualTo(2);
        assertThat(trial.accepted()).containsExactly("a", "b", "b", "c");
    }

    @Test
    void isObeyedOnceForEachOrder() {
        RunTrial trial = new RunTrial(chain(), "{}");
        trial.succeeds("a", "1").fails("b").resumed("order-1", null, null).fails("b");
        trial.resumed("order-1", null, null);

        assertThat(trial.events(RunResumed.class)).hasSize(1);
        assertThat(trial.events(ControlIgnored.class)).hasSize(1);
        assertThat(trial.resumed("order-2", null, null).asked()).containsExactly("b");
    }

    @Test
    void goesOnFromAStepThatIsNamed() {
        RunTrial trial = new RunTrial(chain(), "{}");
        trial.succeeds("a", "1").succeeds("b", "2").fails("c").resumed("order-1", "a", null);

        assertThat(trial.asked()).containsExactly("a");
        assertThat(trial.events(RunResumed.class).getFirst().getKept()).isZero();
        trial.succeeds("a", "5");
        assertThat(trial.task("b").getParams()).isEqualTo("{\"x\":5}");
    }

    @Test
    void goesOnWithAnotherDefinition() {
        RunTrial trial = new RunTrial(chain(), "{}");
        String mended = RunTrial.snapshot(CHAIN.formatted("two-mended")).text();
        trial.succeeds("a", "1").fails("b").resumed("order-1", null, mended);

        assertThat(trial.task("b").getIntent().getName()).isEqualTo("two-mended");
        assertThat(trial.accepted()).containsExactly("a", "b", "b");
        trial.bus().send(Topic.REQUESTS, trial.request());
        trial.bus().settle();
        assertThat(trial.bus().events().getLast().getSchema().getName())
                .isEqualTo("DuplicateObserved");
    }

    @Test
    void isIgnoredForAStepOrADefinitionThatIsNone() {
        RunTrial trial = new RunTrial(chain(), "{}");
        trial.succeeds("a", "1").fails("b");
        trial.resumed("order-1", "nowhere", null).resumed("order-2", null, "{}");

        assertThat(trial.events(ControlIgnored.class)).hasSize(2);
        assertThat(trial.ended().status()).isEqualTo(ActionStatus.FAILED);
    }

    @Test
    void keepsTheItemsThatWereCompleted() {
        RunTrial trial =
                new RunTrial(
                        """
                        workflow: many
                        version: 1
                        steps:
                          m:
                            map: {over: "${params.list}", as: x, parallel: 1}
                            action: one
                            params: {v: "${x}"}
                        result: "${steps.m.results}"
                        """,
                        "{\"list\":[7,8,9]}");
        trial.succeeds("m[0]", "70").fails("m[1]").resumed("order-1", null, null);

        assertThat(trial.asked()).containsExactly("m[1]");
        trial.succeeds("m[1]", "80").succeeds("m[2]", "90");
        assertThat(trial.ended().outcome().getResult()).isEqualTo("[70,80,90]");
    }

    @Test
    void aRedrivenRunGoesOnFromItsFailureAndAStepIsNotRedrivenByItself() {
        RunTrial trial = new RunTrial(chain(), "{}");
        trial.succeeds("a", "1");
        String step = trial.task("b").getActionId();
        trial.fails("b").orders(Samples.redrive(step, "order-1"));
        assertThat(trial.asked()).isEmpty();

        trial.orders(Samples.redrive(trial.id(), "order-2"));
        assertThat(trial.asked()).containsExactly("b");
    }

    @Test
    void theEndOfACancelledRunCancelsItsSteps() {
        RunTrial trial = new RunTrial(chain(), "{}");
        trial.orders(Samples.cancel(trial.id()));

        assertThat(trial.ended().status()).isEqualTo(ActionStatus.CANCELLED);
        assertThat(trial.asked()).isEmpty();
        assertThat(trial.resumed("order-1", null, null).asked()).containsExactly("a");
    }

    @Test
    void aStepThatIsReadAfterTheRunWasCancelledIsRefused() {
        RunBus bus = new RunBus();
        ActionRequested request = RunTrial.request("k", RunTrial.snapshot(chain()), "{}");
        bus.send(Topic.REQUESTS, request);
        bus.read(Topic.REQUESTS, false);
        bus.send(Topic.CONTROL, Samples.cancel(request.getActionId()));
        bus.read(Topic.CONTROL, false);
        bus.settle();

        assertThat(bus.tasks()).isEmpty();
        assertThat(bus.events())
                .anySatisfy(
                        it -> assertThat(it.getSchema().getName()).isEqualTo("RequestRejected"));
    }

    @Test
    void aRunWithinARunIsAStepOfIt() {
        RunTrial trial = new RunTrial(PARENT, "{}", chain());
        assertThat(trial.asked()).containsExactly("a");
        trial.succeeds("a", "1").succeeds("b", "2").succeeds("c", "{\"k\":3}");

        assertThat(trial.task("z").getParams()).isEqualTo("{\"got\":{\"k\":3}}");
        trial.succeeds("z", "{}");
        assertThat(trial.ended().status()).isEqualTo(ActionStatus.COMPLETED);
    }

    @Test
    void aRunWithinARunIsResumedWithItAndKeepsWhatItHad() {
        RunTrial trial = new RunTrial(PARENT, "{}", chain());
        trial.succeeds("a", "1").fails("b");
        assertThat(trial.ended().status()).isEqualTo(ActionStatus.FAILED);
        trial.resumed("order-1", null, null);

        assertThat(trial.asked()).containsExactly("b");
        trial.succeeds("b", "2").succeeds("c", "3").succeeds("z", "{}");
        assertThat(trial.ended().status()).isEqualTo(ActionStatus.COMPLETED);
        assertThat(trial.accepted()).containsExactly("sub", "a", "b", "b", "c", "z");
    }

    @Test
    void cancelsARunWithinIt() {
        RunTrial trial = new RunTrial(PARENT, "{}", chain());
        trial.orders(Samples.cancel(trial.id()));

        assertThat(trial.asked()).isEmpty();
        trial.bus().passes(Duration.ofMinutes(1));
        trial.bus().settle();
        assertThat(trial.bus().tasks()).isEmpty();
    }
}
