package dev.actionbus.ledger.turn;

import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RateLimit;
import dev.actionbus.event.RetryPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Handlers as executors declare them. */
public final class Declarations {

    private Declarations() {}

    public static HandlerDeclared of(
            String name, @Nullable ConcurrencyLimit concurrency, @Nullable RateLimit rate) {
        return ofPool(name, concurrency, rate, null);
    }

    /** In a pool with a limit of its own. */
    static HandlerDeclared ofPool(
            String name,
            @Nullable ConcurrencyLimit concurrency,
            @Nullable RateLimit rate,
            @Nullable ConcurrencyLimit pool) {
        return new HandlerDeclared(
                name,
                1,
                "default",
                "JAVA",
                Mode.RETRY,
                new RetryPolicy(3, 10L, 1.0, 10L, 0.0, List.of(), null, false),
                60_000L,
                concurrency,
                rate,
                null,
                "e1",
                Asks.START,
                pool);
    }

    /** Its key on the topic. */
    public static String id(HandlerDeclared declared) {
        return declared.getName() + "@" + declared.getVersion();
    }
}
