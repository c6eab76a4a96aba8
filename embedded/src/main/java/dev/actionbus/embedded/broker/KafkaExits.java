package dev.actionbus.embedded.broker;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * Turns Kafka's calls to end the JVM into {@link BrokerHalted}. Kafka keeps one exit procedure for
 * the whole JVM and does not say which server calls it, so all watching brokers hear of it.
 */
final class KafkaExits {

    private static final Set<CompletableFuture<BrokerHalted>> WATCHING =
            ConcurrentHashMap.newKeySet();

    static {
        Exit.setExitProcedure(KafkaExits::halted);
        Exit.setHaltProcedure(KafkaExits::halted);
    }

    private KafkaExits() {}

    static CompletableFuture<BrokerHalted> watch() {
        CompletableFuture<BrokerHalted> halted = new CompletableFuture<>();
        WATCHING.add(halted);
        return halted;
    }

    static void unwatch(CompletableFuture<BrokerHalted> halted) {
        WATCHING.remove(halted);
    }

    /** Does not return, as its callers expect of an exit. */
    private static void halted(int status, @Nullable String message) {
        BrokerHalted reason =
                new BrokerHalted(status, message == null ? "no reason given" : message);
        WATCHING.forEach(halted -> halted.complete(reason));
        throw reason;
    }
}
