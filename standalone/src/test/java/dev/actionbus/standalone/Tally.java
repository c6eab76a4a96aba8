package dev.actionbus.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Asks over HTTP, and counts what came of it. Thread-safe. */
final class Tally {

    private final ConcurrentLinkedQueue<CompletableFuture<Come>> all =
            new ConcurrentLinkedQueue<>();

    /** What came of one question. */
    private record Come(Kind kind, long millis, String what) {}

    private enum Kind {
        FRESH,
        STALE,
        UNAVAILABLE,
        ABSENT,
        OTHER
    }

    void ask(BusClient client, String path) {
        long begin = System.nanoTime();
        all.add(
                client.asking(path)
                        .handle((answer, failure) -> {
                            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                            return failure == null
                                    ? new Come(kind(answer), millis, path + ": " + answer)
                                    : new Come(Kind.OTHER, millis, path + ": " + failure);
                        }));
    }

    void await() {
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    int asked() {
        return all.size();
    }

    /** Fresh, or marked stale. */
    long answered() {
        return count(Kind.FRESH) + stale();
    }

    double percentAnswered() {
        return 100.0 * answered() / asked();
    }

    long stale() {
        return count(Kind.STALE);
    }

    long absent() {
        return count(Kind.ABSENT);
    }

    /** Anything that should not be, such as 500. */
    List<String> others() {
        List<String> others = new ArrayList<>();
        all.stream()
                .map(CompletableFuture::join)
                .filter(come -> come.kind() == Kind.OTHER)
                .forEach(come -> others.add(come.what()));
        return others;
    }

    @Override
    public String toString() {
        long slowest =
                all.stream().map(CompletableFuture::join).mapToLong(Come::millis).max().orElse(0);
        return "%d asked, %d fresh, %d stale, %d of 503, %d of 404, %d others, slowest %d ms"
                .formatted(
                        asked(),
                        count(Kind.FRESH),
                        stale(),
                        count(Kind.UNAVAILABLE),
                        absent(),
                        others().size(),
                        slowest);
    }

    private long count(Kind kind) {
        return all.stream()
                .map(CompletableFuture::join)
                .filter(come -> come.kind() == kind)
                .count();
    }

    private static Kind kind(BusClient.Answer answer) {
        return switch (answer.status()) {
            case 200 -> answer.stale().isPresent() ? Kind.STALE : Kind.FRESH;
            case 404 -> Kind.ABSENT;
            case 503 -> answer.retryAfter().isPresent() ? Kind.UNAVAILABLE : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }
}
