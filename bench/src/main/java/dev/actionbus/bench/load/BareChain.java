package dev.actionbus.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the bus is compared with: three exactly-once hops of bare Kafka clients, input to output,
 * one thread each. No ledger, no handler, nothing decided: as little as three steps can cost.
 */
final class BareChain implements AutoCloseable {

    /** Printed by the process when records are moved. */
    static final String READY = "READY";

    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private final List<ChainHop> hops;
    private final List<Thread> threads = new ArrayList<>();
    private final CompletableFuture<@Nullable Void> failed = new CompletableFuture<>();

    private BareChain(List<ChainHop> hops) {
        this.hops = hops;
        for (ChainHop hop : hops) {
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("bare-chain")
                            .uncaughtExceptionHandler((t, e) -> failed.completeExceptionally(e))
                            .start(hop));
        }
    }

    /** Returns when every hop has its partitions. */
    static BareChain start(String bootstrap, String topicPrefix) {
        ChainTopics topics = new ChainTopics(topicPrefix, 1);
        BareChain chain =
                new BareChain(
                        IntStream.range(0, ChainTopics.HOPS)
                                .mapToObj(it ->
                                        new ChainHop(bootstrap, topics.at(it), topics.at(it + 1)))
                                .toList());
        try {
            for (ChainHop hop : chain.hops) {
                if (!hop.awaitAssigned(LONGEST_START)) {
                    throw new CannotMeasure("the bare chain gets no partitions");
                }
            }
        } catch (InterruptedException e) {
            throw CannotMeasure.interrupted(e);
        }
        return chain;
    }

    /** Completed exceptionally when a hop has failed: the chain is broken then. */
    CompletableFuture<@Nullable Void> failed() {
        return failed;
    }

    @Override
    public void close() {
        hops.forEach(ChainHop::close);
        try {
            for (Thread thread : threads) {
                thread.join(LONGEST_STOP);
            }
        } catch (InterruptedException e) {
            throw CannotMeasure.interrupted(e);
        }
    }

    /**
     * The chain as a process; ends with its standard input, so that it never outlives its parent.
     *
     * @param args bootstrap servers, topic prefix
     */
    public static void main(String[] args) throws IOException {
        try (BareChain chain = start(args[0], args[1])) {
            var unused =
                    chain.failed()
                            .exceptionally(failure -> {
                                System.err.println("bare chain: " + failure);
                                Runtime.getRuntime().halt(1);
                                return null;
                            });
            System.out.println(READY);
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }
}
