package dev.actionbus.ledger.turn;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.Intent;
import dev.actionbus.event.RateLimit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The turns an attempt needs, from its request and the newest declaration of its handler. Always in
 * this order: the lane, for which only its own actions wait; the rate, which nobody holds; the
 * action's own concurrency, then the pool's last: whoever has a turn of the pool waits for nothing
 * else and keeps nobody from it, and who waits for the pool keeps back only those who need it too.
 */
public final class Limits implements WantsOf {

    private final HandlerDirectory handlers;

    public Limits(HandlerDirectory handlers) {
        this.handlers = handlers;
    }

    @Override
    public List<Want> of(ActionRequested request) {
        Intent intent = request.getIntent();
        List<Want> wants = new ArrayList<>(4);
        if (request.getLane() != null) {
            String lane = LimitHome.lane(intent.getTenant(), request.getLane());
            wants.add(new Want(lane, true, 1, null));
        }
        // A run has no handler: its own steps may wait for turns of the one with its name.
        if (request.getDefinition() == null) {
            handlers.find(intent.getName(), intent.getVersion())
                    .ifPresent(declared -> addDeclared(declared, request, wants));
        }
        return wants;
    }

    private static void addDeclared(
            HandlerDeclared declared, ActionRequested request, List<Want> wants) {
        RateLimit rate = declared.getRate();
        if (rate != null) {
            wants.add(new Want(name("rate:", request, rate.getKey()), false, null, rate));
        }
        ConcurrencyLimit concurrency = declared.getConcurrency();
        if (concurrency != null) {
            String limit = name("concurrency:", request, concurrency.getKey());
            wants.add(new Want(limit, false, concurrency.getPermits(), null));
        }
        ConcurrencyLimit pool = declared.getPoolConcurrency();
        if (pool != null) {
            wants.add(new Want("pool:" + declared.getPool(), false, pool.getPermits(), null));
        }
    }

    private static String name(String kind, ActionRequested request, @Nullable String key) {
        Intent intent = request.getIntent();
        String whole = kind + intent.getName() + "@" + intent.getVersion();
        return key == null ? whole : whole + "/" + LimitValue.of(key, request);
    }
}
