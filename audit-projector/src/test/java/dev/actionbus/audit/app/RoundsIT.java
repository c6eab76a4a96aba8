package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionFilter;
import dev.actionbus.audit.ActionQuery;
import dev.actionbus.audit.ActionView;
import dev.actionbus.audit.Period;
import dev.actionbus.audit.check.Progress;
import dev.actionbus.audit.check.ReconcileReport;
import dev.actionbus.audit.check.ReconcileScan;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.Timing;
import dev.actionbus.ledger.Samples;
import dev.actionbus.state.AttemptView;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real ledger on a real broker: times, orders and rounds, and the books afterwards. */
final class RoundsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ErrorDetail BUSY = Samples.error("BUSY", true);
    private static final RetryPolicy PAUSING =
            new RetryPolicy(1, 10L, 1.0, 10L, 0.0, List.of(), null, true);

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path data;
    private ProjectorRig rig;
    private Projector projector;

    @BeforeEach
    void start() throws Exception {
        rig = new ProjectorRig(kafka, data);
        projector = rig.start("state");
    }

    @AfterEach
    void close() {
        projector.close();
        rig.close();
    }

    @Test
    void whatTimesAndOperatorsDoIsDoneOnceAndTheBooksBalance() {
        String delayed = begunWhenItIsTime();
        String late = endedAtItsDeadline();
        String paused = pausedAndRetried();
        String queued = cancelledWhileNobodyHadClaimedIt();
        String redriven = cancelledWhileItRanAndRedriven();
        String anew = releasedAndAskedForAnew();
        String outside = endedFromOutside();

        assertThat(revocations())
                .extracting(AttemptRevoked::getActionId)
                .containsExactlyInAnyOrder(late, queued, redriven);
        ReconcileReport books =
                ReconcileScan.run(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        rig.topics(),
                        rig.codec(),
                        false,
                        Progress.NONE);
        assertThat(books.first()).isEmpty();
        assertThat(books.matches()).isTrue();
        assertThat(List.of(delayed, late, paused, queued, redriven, anew, outside))
                .doesNotHaveDuplicates();
    }

    private String begunWhenItIsTime() {
        Instant runAt = Instant.now().plusSeconds(3);
        String id = ask(timed("delayed", new Timing(runAt, null, null, null)));
        ActionView waiting = when(id, ActionStatus.WAITING);
        assertThat(waiting.progress().getAttempts()).isEmpty();
        assertThat(waiting.progress().getAwaits().getDueAt().toEpochMilli())
                .isEqualTo(runAt.toEpochMilli());

        Instant granted = whenGranted(id, 1).getAt();

        assertThat(granted).isAfterOrEqualTo(waiting.progress().getAwaits().getDueAt());
        succeed(id, 1);
        return id;
    }

    private String endedAtItsDeadline() {
        Instant deadline = Instant.now().plusSeconds(3);
        String id = ask(timed("late", new Timing(null, null, deadline, null)));
        whenGranted(id, 1);
        report(id, Samples.started(id, 1, "e1"));

        ActionView ended = when(id, ActionStatus.FAILED);

        assertThat(ended.progress().getOutcome().getError().getCode())
                .isEqualTo("DEADLINE_EXCEEDED");
        return id;
    }

    private String pausedAndRetried() {
        String id = ask(Samples.request("paused", "r", "{}", Mode.RETRY, PAUSING));
        whenGranted(id, 1);
        report(id, Samples.started(id, 1, "e1"));
        report(id, Samples.failed(id, 1, "e1", BUSY));
        when(id, ActionStatus.PAUSED);

        order(id, Samples.retry(id, "retry"));
        whenGranted(id, 2);
        order(id, Samples.retry(id, "retry"));
        succeed(id, 2);
        return id;
    }

    private String cancelledWhileNobodyHadClaimedIt() {
        String id = ask(Samples.request("queued", "r", "{}"));
        whenGranted(id, 1);
        order(id, Samples.cancel(id, "cancel"));
        when(id, ActionStatus.CANCELLED);
        return id;
    }

    private String cancelledWhileItRanAndRedriven() {
        String id = ask(Samples.request("redriven", "r", "{}"));
        whenGranted(id, 1);
        report(id, Samples.started(id, 1, "e1"));
        report(id, Samples.heartbeat(id, 1, "e1", "{\"at\":1}"));
        ActionView said = when(id, view -> view.progress().getSaid() != null);
        assertThat(said.progress().getStatus()).isEqualTo(ActionStatus.RUNNING);
        assertThat(said.progress().getSaid().getProgress()).isEqualTo(0.5);
        order(id, Samples.cancel(id, "cancel"));
        when(id, ActionStatus.CANCELLED);

        order(id, Samples.redrive(id, "redrive"));
        order(id, Samples.redrive(id, "redrive"));
        whenGranted(id, 2);

        ActionView done = succeed(id, 2);
        assertThat(done.progress().getRound()).isEqualTo(2);
        assertThat(done.progress().getAttempts())
                .extracting(AttemptView::getEnding)
                .containsExactly("CANCELLED", "COMPLETED");
        return id;
    }

    private String releasedAndAskedForAnew() {
        String id = ask(Samples.request("anew", "r1", "{}"));
        whenGranted(id, 1);
        succeed(id, 1);
        order(id, Samples.release(id, "release"));
        when(id, view -> view.progress().getReleased());

        ask(Samples.request("anew", "r2", "{\"other\":1}"));
        whenGranted(id, 2);
        ActionView done = succeed(id, 2);

        assertThat(done.accepted().getRequest().getRequestId()).isEqualTo("r2");
        assertThat(done.progress().getRound()).isEqualTo(2);
        ActionFilter byKey =
                new ActionFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("anew"),
                        Optional.empty(),
                        Map.of());
        assertThat(projector.view().list(new ActionQuery(byKey, Period.EVER, Optional.empty(), 10)))
                .extracting(ActionView::actionId)
                .containsExactly(id);
        return id;
    }

    private String endedFromOutside() {
        String id = ask(Samples.request("outside", "r", "{}"));
        whenGranted(id, 1);
        report(id, Samples.started(id, 1, "e1"));
        report(id, Samples.suspended(id, 1, "e1", Instant.now().plusSeconds(600)));
        when(id, ActionStatus.SUSPENDED);

        report(id, Samples.succeeded(id, 1, "callback", "{}"));
        when(id, ActionStatus.COMPLETED);
        return id;
    }

    private static ActionRequested timed(String key, Timing timing) {
        return Samples.timed(Samples.request(key, "r", "{}"), timing);
    }

    private String ask(ActionRequested request) {
        rig.tell(rig.topics().requests(), request.getActionId(), request);
        return request.getActionId();
    }

    private void report(String id, SpecificRecord report) {
        rig.tell(rig.topics().reports(), id, report);
    }

    private void order(String id, SpecificRecord order) {
        rig.tell(rig.topics().control(), id, order);
    }

    private ActionView succeed(String id, int attempt) {
        report(id, Samples.started(id, attempt, "e1"));
        report(id, Samples.succeeded(id, attempt, "e1", "{}"));
        return when(id, ActionStatus.COMPLETED);
    }

    private AttemptView whenGranted(String id, int attempt) {
        return when(
                        id,
                        view ->
                                !view.progress().getAttempts().isEmpty()
                                        && view.progress().getAttempts().getLast().getAttempt()
                                                == attempt)
                .progress()
                .getAttempts()
                .getLast();
    }

    private ActionView when(String id, ActionStatus status) {
        return when(id, view -> view.progress().getStatus() == status);
    }

    private ActionView when(String id, Predicate<ActionView> state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> projector.view().find(new ActionId(id)),
                        found -> found.filter(state).isPresent())
                .orElseThrow();
    }

    private List<AttemptRevoked> revocations() {
        return kafka.readAll(rig.topics().revocations()).stream()
                .map(it -> rig.codec().decode(it.value(), Contract.REVOCATIONS))
                .map(it -> (AttemptRevoked) ((Decoded.Readable) it).value())
                .toList();
    }
}
