package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionStatus;
import org.junit.jupiter.api.Test;

/** A step of a run that is asked for once for each item of a list, or again and again. */
final class RunItemsTest {

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

        assertThat(trial.task("after").getParams()).isEqualTo("{\"all\":[],\"s\":\"COMPLETED\"}");
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
    void whoseResultsAreMoreThanThereIsRoomForCanNotBeReadAtOnce() {
        String most = "\"" + "x".repeat((1 << 23) / 2) + "\"";
        RunTrial trial = new RunTrial(MAP.formatted("fail"), "{\"list\":[1,2]}");
        trial.succeeds("m[0]", most).succeeds("m[1]", most);

        assertThat(trial.said("m")).containsExactly("SCHEDULED", "COMPLETED");
        assertThat(trial.ended().outcome().getError().getMessage())
                .startsWith("step after failed: EXPRESSION_LIMIT: it reads results of more than ");
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
