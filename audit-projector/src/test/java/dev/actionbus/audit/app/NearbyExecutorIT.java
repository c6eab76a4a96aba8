package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.ledger.NearbyExecutor;
import dev.actionbus.ledger.Samples;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A running ledger with an executor beside it, which takes all but the actions of one key. */
final class NearbyExecutorIT {

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private static final String LEFT = ProjectorRig.request(3).getActionId();

    @TempDir Path data;

    private final List<String> running = new CopyOnWriteArrayList<>();

    @Test
    void whatItTakesIsOnRecordAsClaimedAndNeverOnTheTasksTopic() throws Exception {
        try (ProjectorRig rig = new ProjectorRig(kafka, data);
                Projector projector = rig.start("state", this::take)) {
            rig.complete(0, 10);

            assertThat(running).hasSize(9).doesNotHaveDuplicates().doesNotContain(LEFT);
            assertThat(kafka.readAll(rig.topics().tasks())).hasSize(1);
            assertThat(claimed(rig)).containsExactlyInAnyOrderElementsOf(running);
            for (String id : List.of(running.getFirst(), LEFT)) {
                assertThat(projector.view().find(new ActionId(id)).orElseThrow().progress())
                        .satisfies(it -> {
                            assertThat(it.getStatus()).isEqualTo(ActionStatus.COMPLETED);
                            assertThat(it.getAttempts()).hasSize(1);
                        });
            }
        }
    }

    /** Of which actions the event log says so. */
    private static List<String> claimed(ProjectorRig rig) {
        return kafka.readAll(rig.topics().events()).stream()
                .map(event -> rig.codec().decode(event.value(), Contract.EVENTS))
                .map(decoded -> ((Decoded.Readable) decoded).value())
                .filter(ActionAccepted.class::isInstance)
                .map(ActionAccepted.class::cast)
                .filter(accepted -> accepted.getClaimed() != null)
                .map(accepted -> accepted.getRequest().getActionId())
                .toList();
    }

    private Optional<NearbyExecutor.Claim> take(AttemptGranted grant) {
        return grant.getActionId().equals(LEFT)
                ? Optional.empty()
                : Optional.of(new Taken(grant.getActionId()));
    }

    private final class Taken implements NearbyExecutor.Claim {

        private final String id;

        Taken(String id) {
            this.id = id;
        }

        @Override
        public AttemptStarted start() {
            return Samples.started(id, 1, "e1");
        }

        @Override
        public void committed() {
            running.add(id);
        }

        @Override
        public void dropped() {}
    }
}
