package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.Timing;
import dev.actionbus.ledger.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What clients ask for: few actions, each in a true and a conflicting version. */
final class Workload {

    static final RetryPolicy HANDLERS_RETRY =
            new RetryPolicy(3, 2_000L, 2.0, 30_000L, 0.2, List.of("BAD_DATA"), null, false);
    private static final RetryPolicy TWICE =
            new RetryPolicy(2, 1_000L, 1.0, 30_000L, 0.5, List.of(), null, false);
    private static final RetryPolicy ONE_TRY =
            new RetryPolicy(1, 1_000L, 1.0, 30_000L, 0.5, List.of(), null, false);

    private static final List<ActionRequested> WANTED = new ArrayList<>();
    private static final List<ActionRequested> CONFLICTING = new ArrayList<>();

    static {
        add("handler-decides", null, null);
        add("retry", Mode.RETRY, null);
        add("twice", Mode.RETRY, TWICE);
        add("handlers-mode-twice", null, TWICE);
        add("once", Mode.ONCE, null);
        add("once-one-try", Mode.ONCE, ONE_TRY);
        add("pausing", Mode.RETRY, Samples.bounded(TWICE, null, true));
        add("once-pausing", Mode.ONCE, Samples.bounded(ONE_TRY, null, true));
        add("in-all", Mode.RETRY, Samples.bounded(HANDLERS_RETRY, Duration.ofSeconds(25), false));
        add("later", new Timing(at(8), null, null, 5_000L));
        add("soon-or-never", new Timing(at(3), at(12), null, null));
        add("in-time", new Timing(null, null, at(25), null));
        add("all-times", new Timing(at(4), at(14), at(40), null));
    }

    private Workload() {}

    static int actions() {
        return WANTED.size();
    }

    static ActionRequested request(int action, String requestId, boolean conflicting) {
        ActionRequested wanted = (conflicting ? CONFLICTING : WANTED).get(action);
        return new ActionRequested(
                requestId,
                wanted.getActionId(),
                wanted.getIntent(),
                wanted.getParams(),
                wanted.getMode(),
                wanted.getRetry(),
                wanted.getContext(),
                wanted.getInputs(),
                wanted.getOutputs(),
                wanted.getRequestedAt(),
                wanted.getTiming(),
                wanted.getLane(),
                wanted.getPriority(),
                null);
    }

    static String actionId(int action) {
        return WANTED.get(action).getActionId();
    }

    private static void add(String key, Timing timing) {
        WANTED.add(Samples.timed(Samples.request(key, "", "{\"epochs\":3}"), timing));
        CONFLICTING.add(Samples.timed(Samples.request(key, "", "{\"epochs\":4}"), timing));
    }

    private static Instant at(int seconds) {
        return Samples.START.plusSeconds(seconds);
    }

    private static void add(String key, @Nullable Mode mode, @Nullable RetryPolicy retry) {
        WANTED.add(Samples.request(key, "", "{\"epochs\":3}", mode, retry));
        CONFLICTING.add(Samples.request(key, "", "{\"epochs\":4}", mode, retry));
    }
}
