package dev.actionbus.standalone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Asks over HTTP as a client should, and counts what came of it: told 503 with {@code Retry-After},
 * it asks again after that time. Thread-safe.
 */
final class Tally {

    private static final int TIMES = 120;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final ConcurrentLinkedQueue<CompletableFuture<Come>> all =
            new ConcurrentLinkedQueue<>();

    /** What came of one question, at first and in the end. */
    private record Come(Told first, Told last) {}

    private record Told(Kind kind, long millis, long retryAfter, String what) {}

    private enum Kind {
        FRESH,
        STALE,
        UNAVAILABLE,
        ABSENT,
        OTHER
    }

    void ask(BusClient client, String path) {
        all.add(
                once(client, path)
                        .thenCompose(first ->
                                again(client, path, first, TIMES)
                                        .thenApply(last -> new Come(first, last))));
    }

    private static CompletableFuture<Told> once(BusClient client, String path) {
        long begin = System.nanoTime();
        return client.asking(path)
                .handle((answer, failure) -> {
                    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                    return failure == null
                            ? told(answer, millis, path)
                            : new Told(Kind.OTHER, millis, 0, path + ": " + failure);
                });
    }

    private static CompletableFuture<Told> again(
            BusClient client, String path, Told told, int times) {
        return told.kind() != Kind.UNAVAILABLE || times == 0
                ? CompletableFuture.completedFuture(told)
                : CompletableFuture.supplyAsync(
                                () -> once(client, path),
                                CompletableFuture.delayedExecutor(
                                        told.retryAfter(), TimeUnit.SECONDS))
                        .thenCompose(next -> next)
                        .thenCompose(next -> again(client, path, next, times - 1));
    }

    /** Returns when nothing is open. */
    void await() {
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    int asked() {
        return all.size();
    }

    /** So many wait for their answer. */
    long open() {
        return all.stream().filter(come -> !come.isDone()).count();
    }

    /** Half of those that have their answer got the first one within this time. */
    long medianMillis() {
        List<Long> sorted =
                all.stream()
                        .filter(CompletableFuture::isDone)
                        .map(come -> come.join().first().millis())
                        .sorted()
                        .toList();
        return sorted.get(sorted.size() / 2);
    }

    /** At once, fresh or marked stale. */
    long answered() {
        return count(Kind.FRESH) + stale();
    }

    double percentAnswered() {
        return 100.0 * answered() / asked();
    }

    /** Still told to come back when it was given up. */
    long unanswered() {
        return all.stream().filter(come -> come.join().last().kind() == Kind.UNAVAILABLE).count();
    }

    long stale() {
        return count(Kind.STALE);
    }

    /** At first or in the end. */
    long absent() {
        return all.stream()
                .map(CompletableFuture::join)
                .filter(come ->
                        come.first().kind() == Kind.ABSENT || come.last().kind() == Kind.ABSENT)
                .count();
    }

    /** Anything that should not be, such as 500. */
    List<String> others() {
        List<String> others = new ArrayList<>();
        all.stream()
                .map(come -> come.join().last())
                .filter(told -> told.kind() == Kind.OTHER)
                .forEach(told -> others.add(told.what()));
        return others;
    }

    @Override
    public String toString() {
        long slowest = all.stream().mapToLong(come -> come.join().first().millis()).max().orElse(0);
        return ("%d asked, at first %d fresh, %d stale, %d of 503 (%d in the end), %d of 404,"
                        + " %d others, slowest %d ms")
                .formatted(
                        asked(),
                        count(Kind.FRESH),
                        stale(),
                        count(Kind.UNAVAILABLE),
                        unanswered(),
                        absent(),
                        others().size(),
                        slowest);
    }

    private long count(Kind first) {
        return all.stream().filter(come -> come.join().first().kind() == first).count();
    }

    private static Told told(BusClient.Answer answer, long millis, String path) {
        return new Told(
                kind(answer),
                millis,
                answer.retryAfter().map(Long::parseLong).orElse(0L),
                path + ": " + answer);
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
