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
import dev.actionbus.standalone.replay.Replayed.Difference;
import dev.actionbus.payload.PayloadTrouble;
import dev.actionbus.payload.Payloads;
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
        try {
            return compared(name, version, whole(recorded));
        } catch (PayloadTrouble e) {
            return new Replayed.Skipped(e.code() + ": " + e.getMessage());
        }
    }

    /** With what claims stand for. */
    private RecordedAction whole(RecordedAction recorded) {
        ActionRequested request =
                ActionRequested.newBuilder(recorded.request())
                        .setParams(payloads.fetch(recorded.request().getParams()))
                        .build();
        return new RecordedAction(
                request,
                recorded.ending()
                        .map(ending ->
                                ending instanceof Ending.Completed done
                                        ? new Ending.Completed(payloads.fetch(done.result()))
                                        : ending));
    }

    private Replayed compared(String name, int version, RecordedAction recorded) {
        return switch (catalog.find(name, version)) {
            case Lookup.Unknown _ ->
                    new Replayed.Skipped("no handler " + name + " version " + version);
            case Lookup.Found found -> {
                List<Difference> differences =
                        OutcomeDiff.between(
                                recorded.ending().orElseThrow(),
                                ending(recorded.request(), found.handler()));
                yield differences.isEmpty()
                        ? new Replayed.Same()
                        : new Replayed.Different(differences);
            }
        };
    }

    private Ending ending(ActionRequested request, Handler handler) {
        int most =
                request.getRetry() == null
                        ? handler.retry().maxAttempts()
                        : request.getRetry().getMaxAttempts();
        for (int number = 1; ; number++) {
            AttemptResult result = call(request, handler, number);
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

    private AttemptResult call(ActionRequested request, Handler handler, int number) {
        ActionHandler code = handler.code();
        Attempt attempt =
                new Attempt(
                        new ActionId(request.getActionId()),
                        number,
                        new Attempt.Call(handler.name(), handler.version(), request.getParams()),
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
