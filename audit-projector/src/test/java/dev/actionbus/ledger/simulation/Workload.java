package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.ledger.Samples;
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
                wanted.getPriority());
    }

    static String actionId(int action) {
        return WANTED.get(action).getActionId();
    }

    private static void add(String key, @Nullable Mode mode, @Nullable RetryPolicy retry) {
        WANTED.add(Samples.request(key, "", "{\"epochs\":3}", mode, retry));
        CONFLICTING.add(Samples.request(key, "", "{\"epochs\":4}", mode, retry));
    }
}
