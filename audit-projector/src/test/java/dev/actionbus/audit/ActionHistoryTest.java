package dev.actionbus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.Timing;
import dev.actionbus.event.TurnGiven;
import dev.actionbus.ledger.ActionState;
import dev.actionbus.ledger.Ledger;
import dev.actionbus.ledger.LedgerInput;
import dev.actionbus.ledger.Samples;
import dev.actionbus.ledger.Step;
import dev.actionbus.ledger.turn.Want;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.state.AttemptView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The view that follows from the events a real ledger writes. */
final class ActionHistoryTest {

    private static final Instant NOW = Samples.START;
    private static final ActionRequested REQUEST = Samples.request("k", "r1", "{\"a\":1}");
    private static final String ID = REQUEST.getActionId();
    private static final ErrorDetail GLITCH = new ErrorDetail("GLITCH", "try again", true, null);

    private Ledger ledger = new Ledger(Duration.ofSeconds(15));
    private final List<SpecificRecord> events = new ArrayList<>();
    private ActionState state = new ActionState.Absent();
    private Instant now = NOW;

    @Test
    void anAcceptedActionIsAdmittedWithItsFirstAttemptGranted() {
        happens(new LedgerInput.Requested(REQUEST));

        ActionView view = view();
        assertThat(view.progress().getStatus()).isEqualTo(ActionStatus.ADMITTED);
        assertThat(view.accepted().getRequest()).isEqualTo(REQUEST);
        assertThat(view.progress().getAttempts())
                .extracting(AttemptView::getEnding)
                .containsExactly("GRANTED");
        assertThat(view.progress().getOutcome()).isNull();
    }

    @Test
    void everyAttemptIsOnRecordWithItsEnding() {
        happens(new LedgerInput.Requested(REQUEST));
        happens(new LedgerInput.Started(Samples.started(ID, 1, "e1")));
        happens(new LedgerInput.Failed(Samples.failed(ID, 1, "e1", GLITCH)));
        assertThat(view().progress().getStatus()).isEqualTo(ActionStatus.WAITING);

        happens(new LedgerInput.TimerFired());
        happens(new LedgerInput.Started(Samples.started(ID, 2, "e2")));
        happens(new LedgerInput.TimerFired());
        happens(new LedgerInput.Started(Samples.started(ID, 3, "e1")));
        happens(new LedgerInput.Succeeded(Samples.succeeded(ID, 3, "e1", "{\"ok\":1}")));

        ActionView view = view();
        assertThat(view.progress().getStatus()).isEqualTo(ActionStatus.COMPLETED);
        assertThat(view.progress().getAttempts())
                .extracting(AttemptView::getEnding)
                .containsExactly("FAILED", "LOST", "COMPLETED");
        assertThat(view.progress().getAttempts().get(1).getRun().getExecutor()).isEqualTo("e2");
        assertThat(view.progress().getOutcome().getResult()).isEqualTo("{\"ok\":1}");
        assertThat(view.progress().getOutcome().getAttempt()).isEqualTo(3);
    }

    @Test
    void aRunningAttemptShowsWithItsFirstHeartbeat() {
        happens(new LedgerInput.Requested(REQUEST));
        happens(new LedgerInput.Started(Samples.started(ID, 1, "e1")));
        happens(new LedgerInput.Heard(Samples.heartbeat(ID, 1, "e1", null)));

        assertThat(view().progress().getStatus()).isEqualTo(ActionStatus.RUNNING);
        assertThat(view().progress().getAttempts().getFirst().getRun().getExecutor())
                .isEqualTo("e1");
    }

    @Test
    void whatComesAfterTheEndIsCountedAndChangesNothingElse() {
        happens(new LedgerInput.Requested(REQUEST));
        happens(new LedgerInput.Started(Samples.started(ID, 1, "e1")));
        happens(new LedgerInput.Succeeded(Samples.succeeded(ID, 1, "e1", "1")));
        ActionView ended = view();

        happens(new LedgerInput.Requested(Samples.request("k", "r2", "{\"a\":1}")));
        happens(new LedgerInput.Requested(Samples.request("k", "r3", "{\"a\":2}")));
        happens(new LedgerInput.Succeeded(Samples.succeeded(ID, 1, "e1", "2")));
        happens(new LedgerInput.CancelAsked(Samples.cancel(ID)));

        ActionView view = view();
        assertThat(view.progress().getOutcome()).isEqualTo(ended.progress().getOutcome());
        assertThat(view.progress().getStatus()).isEqualTo(ActionStatus.COMPLETED);
        assertThat(view.counts().getDuplicates()).isEqualTo(1);
        assertThat(view.counts().getConflicts()).isEqualTo(1);
        assertThat(view.counts().getLate()).isEqualTo(1);
    }

    @Test
    void anUnknownOutcomeIsShownAsSuch() {
        happens(new LedgerInput.Requested(Samples.request("k", "r1", "{}", Mode.ONCE, null)));
        happens(new LedgerInput.Started(Samples.started(ID, 1, "e1")));
        happens(new LedgerInput.TimerFired());

        assertThat(view().progress().getStatus()).isEqualTo(ActionStatus.UNKNOWN);
        assertThat(view().progress().getOutcome().getResult()).isNull();
    }

    @Test
    void aCancelledActionSaysWhy() {
        happens(new LedgerInput.Requested(REQUEST));
        happens(new LedgerInput.CancelAsked(Samples.cancel(ID)));

        assertThat(view().progress().getStatus()).isEqualTo(ActionStatus.CANCELLED);
        assertThat(view().progress().getOutcome().getError().getCode()).isEqualTo("CANCELLED");
    }

    @Test
    void whatWaitsForItsTimeHasNoAttemptYet() {
        Instant runAt = NOW.plusSeconds(30);
        happens(
                new LedgerInput.Requested(
                        Samples.timed(REQUEST, new Timing(runAt, null, null, null))));

        ActionProgress waiting = view().progress();
        assertThat(waiting.getStatus()).isEqualTo(ActionStatus.WAITING);
        assertThat(waiting.getAttempts()).isEmpty();
        assertThat(waiting.getAwaits().getDueAt()).isEqualTo(runAt);

        happens(new LedgerInput.TimerFired());

        assertThat(view().progress().getStatus()).isEqualTo(ActionStatus.ADMITTED);
        assertThat(view().progress().getAttempts()).hasSize(1);
        assertThat(view().progress().getAwaits()).isNull();
    }

    @Test
    void whatIsQueuedSaysWhatItWaitsFor() {
        ledger =
                new Ledger(
                        Duration.ofSeconds(15),
                        request -> List.of(new Want("lane:default/a", true, 1, null)));
        happens(new LedgerInput.Requested(REQUEST));

        ActionProgress queued = view().progress();
        assertThat(queued.getStatus()).isEqualTo(ActionStatus.QUEUED);
        assertThat(queued.getAttempts()).isEmpty();
        assertThat(queued.getAwaits().getLimit()).isEqualTo("lane:default/a");

        happens(new LedgerInput.TurnGiven(new TurnGiven(ID, 1, "lane:default/a", NOW)));

        assertThat(view().progress().getStatus()).isEqualTo(ActionStatus.ADMITTED);
        assertThat(view().progress().getAwaits()).isNull();
    }

    @Test
    void theLastWordOfTheCurrentAttemptIsShown() {
        happens(new LedgerInput.Requested(REQUEST));
        happens(new LedgerInput.Started(Samples.started(ID, 1, "e1")));
        happens(new LedgerInput.Heard(says(0.5, "half way")));
        happens(new LedgerInput.Heard(says(0.75, null)));

        assertThat(view().progress().getSaid().getProgress()).isEqualTo(0.75);
        assertThat(view().progress().getSaid().getMessage()).isEqualTo("half way");

        happens(new LedgerInput.Failed(Samples.failed(ID, 1, "e1", GLITCH)));
        assertThat(view().progress().getAwaits().getDueAt()).isEqualTo(now.plusSeconds(1));
        happens(new LedgerInput.TimerFired());

        assertThat(view().progress().getSaid()).isNull();
    }

    @Test
    void aSuspendedAttemptKeepsItsExecutorAndSaysUntilWhen() {
        Instant until = NOW.plusSeconds(600);
        happens(new LedgerInput.Requested(REQUEST));
        happens(new LedgerInput.Started(Samples.started(ID, 1, "e1")));
        happens(new LedgerInput.Suspended(Samples.suspended(ID, 1, "e1", until)));

        ActionProgress suspended = view().progress();
        assertThat(suspended.getStatus()).isEqualTo(ActionStatus.SUSPENDED);
        assertThat(suspended.getAwaits().getDueAt()).isEqualTo(until);
        assertThat(suspended.getAttempts().getLast().getEnding()).isEqualTo("SUSPENDED");
        assertThat(suspended.getAttempts().getLast().getRun().getExecutor()).isEqualTo("e1");
    }

    @Test
    void aPausedActionShowsWhyAndNoOutcome() {
        RetryPolicy once = new RetryPolicy(1, 10L, 1.0, 10L, 0.0, List.of(), null, true);
        happens(
                new LedgerInput.Requested(
                        Samples.request("k", "r1", "{\"a\":1}", Mode.RETRY, once)));
        happens(new LedgerInput.Started(Samples.started(ID, 1, "e1")));
        happens(new LedgerInput.Failed(Samples.failed(ID, 1, "e1", GLITCH)));

        ActionProgress paused = view().progress();
        assertThat(paused.getStatus()).isEqualTo(ActionStatus.PAUSED);
        assertThat(paused.getAttempts().getLast().getError()).isEqualTo(GLITCH);
        assertThat(paused.getOutcome()).isNull();
    }

    @Test
    void aRoundThatFollowsHasNoOutcomeYetAndKeepsEarlierAttempts() {
        happens(new LedgerInput.Requested(REQUEST));
        happens(new LedgerInput.Started(Samples.started(ID, 1, "e1")));
        happens(new LedgerInput.CancelAsked(Samples.cancel(ID)));
        happens(new LedgerInput.RedriveAsked(Samples.redrive(ID, "o1")));

        ActionProgress again = view().progress();
        assertThat(again.getRound()).isEqualTo(2);
        assertThat(again.getOutcome()).isNull();
        assertThat(again.getAttempts())
                .extracting(AttemptView::getEnding)
                .containsExactly("CANCELLED", "GRANTED");
    }

    @Test
    void aKeyUsedAnewShowsTheNewRequest() {
        happens(new LedgerInput.Requested(REQUEST));
        happens(new LedgerInput.Started(Samples.started(ID, 1, "e1")));
        happens(new LedgerInput.Succeeded(Samples.succeeded(ID, 1, "e1", "1")));
        happens(new LedgerInput.ReleaseAsked(Samples.release(ID, "o1")));
        assertThat(view().progress().getReleased()).isTrue();
        assertThat(view().progress().getStatus()).isEqualTo(ActionStatus.COMPLETED);

        happens(new LedgerInput.Requested(Samples.request("k", "r2", "{\"a\":2}")));

        assertThat(view().accepted().getRequest().getRequestId()).isEqualTo("r2");
        assertThat(view().progress().getReleased()).isFalse();
        assertThat(view().progress().getRound()).isEqualTo(2);
        assertThat(view().progress().getAttempts())
                .extracting(AttemptView::getAttempt)
                .containsExactly(1, 2);
    }

    @Test
    void eventsOfAnActionThatWasNeverAcceptedMakeNoView() {
        happens(new LedgerInput.Succeeded(Samples.succeeded(ID, 1, "e1", "1")));

        assertThat(events).isNotEmpty();
        assertThat(fold(events)).isEmpty();
    }

    @Test
    void i11_theSameEventsMakeTheSameBytes() {
        everyAttemptIsOnRecordWithItsEnding();

        byte[] progress = ViewStore.PROGRESS.encode(view().progress());
        assertThat(ViewStore.PROGRESS.encode(view().progress())).isEqualTo(progress);
        assertThat(ViewStore.PROGRESS.decode(progress)).isEqualTo(view().progress());
    }

    @Test
    void onlyTheNewestHundredAttemptsAreKept() {
        List<SpecificRecord> all = new ArrayList<>();
        all.add(new ActionAccepted(REQUEST, "f", NOW, null, 1, 1));
        for (int attempt = 2; attempt <= 150; attempt++) {
            all.add(
                    new AttemptGranted(
                            ID,
                            attempt,
                            REQUEST.getIntent(),
                            "{}",
                            REQUEST.getContext(),
                            1000L,
                            null,
                            NOW,
                            null,
                            null));
        }

        List<AttemptView> kept = fold(all).orElseThrow().progress().getAttempts();
        assertThat(kept).hasSize(100);
        assertThat(kept.getLast().getAttempt()).isEqualTo(150);
    }

    private void happens(LedgerInput input) {
        if (input instanceof LedgerInput.TimerFired) {
            now = now.plusSeconds(60);
        }
        Step step = ledger.step(state, input, now);
        state = step.state();
        for (Step.Output output : step.outputs()) {
            if (output instanceof Step.Output.Event event) {
                events.add(event.record());
            }
        }
    }

    private static Heartbeat says(double progress, @Nullable String message) {
        return new Heartbeat(ID, 1, "e1", progress, null, NOW, message);
    }

    private ActionView view() {
        return fold(events).orElseThrow();
    }

    private static Optional<ActionView> fold(List<SpecificRecord> events) {
        Optional<ActionView> view = Optional.empty();
        for (SpecificRecord event : events) {
            view = ActionHistory.fold(view, event);
        }
        return view;
    }
}
