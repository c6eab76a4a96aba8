package dev.actionbus.bench.load;

import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Admission;
import dev.actionbus.client.ActionBus;
import dev.actionbus.client.BusConfig;
import dev.actionbus.client.RequestRefused;
import dev.actionbus.client.Submission;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Submits as a Java service does. */
public final class ApiLoad implements Load {

    private final ActionBus bus;
    private final Job job;

    private ApiLoad(ActionBus bus, Job job) {
        this.bus = bus;
        this.job = job;
    }

    public static ApiLoad connect(BusConfig config, Job job) {
        return new ApiLoad(ActionBus.connect(config), job);
    }

    @Override
    public void drive(Round round) {
        ClosedLoop.drive(round, (n, answered) -> send(round, n, answered));
    }

    private void send(Round round, long n, Runnable answered) {
        long sentAt = System.nanoTime();
        ActionRequest request =
                ActionRequest.named(Job.NAME).key(job.key(n)).params(job.params(n)).build();
        Submission submission = bus.track(request);
        var unused =
                submission
                        .outcome()
                        .whenComplete((outcome, failure) -> {
                            fault(round.keys(), submission, outcome, failure)
                                    .ifPresentOrElse(round::wrong, () -> round.right(n, sentAt));
                            answered.run();
                        });
    }

    private static Optional<String> fault(
            Round.Keys keys,
            Submission submission,
            @Nullable ActionOutcome outcome,
            @Nullable Throwable failure) {
        if (failure != null) {
            return Optional.of(
                    "action-api: "
                            + (failure instanceof RequestRefused refused
                                    ? refused.code()
                                    : kind(failure)));
        }
        if (!(outcome instanceof ActionOutcome.Completed)) {
            return Optional.of("action-api: outcome " + kind(outcome));
        }
        Admission admission = submission.admission().join();
        boolean finished = admission instanceof Admission.Duplicate;
        return finished == (keys == Round.Keys.FINISHED)
                ? Optional.empty()
                : Optional.of("action-api: admission " + kind(admission) + " of " + keys + " key");
    }

    private static String kind(@Nullable Object value) {
        return value == null ? "none" : value.getClass().getSimpleName();
    }

    @Override
    public void close() {
        bus.close();
    }
}
