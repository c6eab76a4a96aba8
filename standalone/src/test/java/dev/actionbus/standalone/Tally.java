package dev.actionbus.standalone;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks over HTTP as a client should, and counts what came of it: told 503 with {@code Retry-After},
 * it asks again after that time. Thread-safe.
 */
final class Tally {

    private static final int TIMES = 120;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int ENOUGH = 20;
    private static final double QUIET_MILLIS = 50;
    private static final long TRIED_MILLIS = 1000;

    private final ConcurrentLinkedQueue<CompletableFuture<Come>> all =
            new ConcurrentLinkedQueue<>();
    private long usualMillis;

    /** What came of one question, at first and in the end. */
    private record Come(Told first, Told last) {}

    /**
     * One answer.
     *
     * @param what why it is a 503; else the question and its answer
     */
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
        if (told.kind() != Kind.UNAVAILABLE || times == 0) {
            return CompletableFuture.completedFuture(told);
        }
        Executor later = CompletableFuture.delayedExecutor(told.retryAfter(), TimeUnit.SECONDS);
        return CompletableFuture.completedFuture(told)
                .thenComposeAsync(_ -> once(client, path), later)
                .thenCompose(next -> again(client, path, next, times - 1));
    }

    /** Returns when nothing is open. */
    void awaitAll() {
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    int asked() {
        return all.size();
    }

    /** So many wait for their answer. */
    long open() {
        return asked() - closed().count();
    }

    /** Takes what was asked so far, when nothing was broken, as the measure of this machine. */
    void calibrate() {
        await().atMost(PATIENCE).until(() -> closed().count() >= ENOUGH);
        List<Long> sorted = closed().map(come -> come.join().first().millis()).sorted().toList();
        usualMillis = sorted.get(sorted.size() / 2);
    }

    private Stream<CompletableFuture<Come>> closed() {
        return all.stream().filter(CompletableFuture::isDone);
    }

    /** At once, fresh or marked stale. */
    long answered() {
        return count(Kind.FRESH) + stale();
    }

    double percentAnswered() {
        return 100.0 * answered() / asked();
    }

    /**
     * So many of a hundred must be answered at once: all but one, and one less for each time that
     * the machine is slower than a quiet one. The bus tries a question for a second before it is a
     * 503; where half of them take longer than that when nothing is broken, only what is answered
     * in the end says anything.
     */
    double percentToAnswer() {
        return usualMillis >= TRIED_MILLIS ? 0 : 100 - Math.max(1, usualMillis / QUIET_MILLIS);
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
        return ("%d asked, at first %d fresh, %d stale, %d of 503 (%d in the end) %s, %d of 404,"
                        + " %d others, usually within %d ms, slowest %d ms")
                .formatted(
                        asked(),
                        count(Kind.FRESH),
                        stale(),
                        count(Kind.UNAVAILABLE),
                        unanswered(),
                        whys(),
                        absent(),
                        others().size(),
                        usualMillis,
                        slowest);
    }

    private long count(Kind first) {
        return at(first).count();
    }

    private Stream<Told> at(Kind first) {
        return all.stream().map(come -> come.join().first()).filter(told -> told.kind() == first);
    }

    /** What the 503 said, and how often. */
    private Map<String, Long> whys() {
        return at(Kind.UNAVAILABLE)
                .collect(Collectors.groupingBy(Told::what, Collectors.counting()));
    }

    private static Told told(BusClient.Answer answer, long millis, String path) {
        Kind kind = kind(answer);
        return new Told(
                kind,
                millis,
                answer.retryAfter().map(Long::parseLong).orElse(0L),
                kind == Kind.UNAVAILABLE
                        ? answer.json().path("detail").asText()
                        : path + ": " + answer);
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
