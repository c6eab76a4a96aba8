package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.audit.ActionView;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Outcome;
import dev.actionbus.ledger.run.RunTold;
import dev.actionbus.state.AcceptedAction;
import dev.actionbus.state.ActionCounts;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.wire.Translate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RunJsonTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void aRunThatHasFailedSaysWhy() {
        assertThat(RunJson.of(failedInRound(1), inSegment(1), _ -> Optional.empty()))
                .contains("\"status\":\"FAILED\"", "\"segment\":1", "\"endedAt\"", "STEP_FAILED");
    }

    @Test
    void aRunThatWasResumedRunsAlsoWhenTheViewHasNotHeardOfIt() {
        assertThat(RunJson.of(failedInRound(1), inSegment(2), _ -> Optional.empty()))
                .contains("\"status\":\"RUNNING\"", "\"segment\":2")
                .doesNotContain("endedAt", "STEP_FAILED");
    }

    private static ActionView failedInRound(int round) {
        ActionRequest request = ActionRequest.named("train").key("train-7").build();
        return new ActionView(
                new AcceptedAction(
                        Translate.toRecord(request, "request", NOW), "", NOW, null, 1, round),
                new ActionProgress(
                        ActionStatus.FAILED,
                        List.of(),
                        new Outcome(
                                0,
                                null,
                                new ErrorDetail("STEP_FAILED", "step a failed", false, null),
                                NOW),
                        round,
                        null,
                        null,
                        false),
                new ActionCounts(0, 0, 0));
    }

    private static ObjectNode inSegment(int segment) {
        return RunJson.steps(
                new RunTold(
                        new RunTold.Definition("train", 1),
                        segment,
                        "STEPPING",
                        new TreeMap<>(),
                        List.of(),
                        OptionalInt.empty()));
    }
}
