package dev.actionbus.standalone.replay;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;
import dev.actionbus.payload.PayloadTrouble;
import dev.actionbus.payload.Payloads;
import dev.actionbus.standalone.replay.Replayed.Difference;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Calls handlers with recorded requests and compares how they end with how they ended. Writes
 * nothing to the bus. An attempt that may be repeated is repeated at once, as often as its
 * handler's manifest allows.
 */
public final class Replay {

    private final HandlerCatalog catalog;
    private final Payloads payloads;
    private final InstantSource clock;

    /**
     * @param payloads where large params and results are; stays the caller's to close
     */
    public Replay(HandlerCatalog catalog, Payloads payloads, InstantSource clock) {
        this.catalog = catalog;
        this.payloads = payloads;
        this.clock = clock;
    }

    public Replayed replay(RecordedAction recorded) {
        ActionRequested request = recorded.request();
        String name = request.getIntent().getName();
        int version = request.getIntent().getVersion();
        if (recorded.ending().isEmpty()) {
            return new Replayed.Skipped("it has not ended yet");
        }
        if (recorded.ending().get() instanceof Ending.Other other) {
            return new Replayed.Skipped("it ended as " + other.status());
        }
        return switch (catalog.find(name, version)) {
            case Lookup.Unknown _ ->
                    new Replayed.Skipped("no handler " + name + " version " + version);
            case Lookup.Found found -> compared(request, recorded.ending().get(), found.handler());
        };
    }

    private Replayed compared(ActionRequested request, Ending recorded, Handler handler) {
        try {
            String params = payloads.fetch(request.getParams());
            List<Difference> differences =
                    OutcomeDiff.between(whole(recorded), ending(request, params, handler));
            return differences.isEmpty()
                    ? new Replayed.Same()
                    : new Replayed.Different(differences);
        } catch (PayloadTrouble e) {
            return new Replayed.Skipped(e.code() + ": " + e.getMessage());
        }
    }

    private Ending whole(Ending ending) {
        return ending instanceof Ending.Completed(String result)
                ? new Ending.Completed(payloads.fetch(result))
                : ending;
    }

    private Ending ending(ActionRequested request, String params, Handler handler) {
        int most =
                request.getRetry() == null
                        ? handler.retry().maxAttempts()
                        : request.getRetry().getMaxAttempts();
        for (int number = 1; ; number++) {
            AttemptResult result = call(request, params, handler, number);
            boolean again =
                    number < most
                            && result instanceof AttemptResult.Failed failed
                            && failed.error().retryable()
                            && !handler.retry().nonRetryable().contains(failed.error().code());
            if (!again) {
                return Ending.of(result);
            }
        }
    }

    private AttemptResult call(
            ActionRequested request, String params, Handler handler, int number) {
        ActionHandler code = handler.code();
        Attempt attempt =
                new Attempt(
                        new ActionId(request.getActionId()),
                        number,
                        new Attempt.Call(handler.name(), handler.version(), params),
                        clock.instant().plus(handler.timeout()),
                        Optional.empty(),
                        Optional.ofNullable(request.getContext().getTraceparent()));
        try {
            return code.handle(attempt);
        } catch (Exception e) {
            return new AttemptResult.Failed(
                    ActionError.retryable("HANDLER_EXCEPTION", e.toString()));
        }
    }
}
