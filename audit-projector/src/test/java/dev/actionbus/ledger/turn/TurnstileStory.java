package dev.actionbus.ledger.turn;

import static dev.actionbus.ledger.turn.Asks.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.RateLimit;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnGiven;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * One history of a turnstile, with books of its own about who waits and who has a turn. After every
 * step: what was given was asked for and waited for, was first of its kind, and is within the
 * limit; and nothing that could be given was kept.
 */
final class TurnstileStory {

    private static final List<String> TENANTS = List.of("t1", "t2", "t3");

    private final Random random;
    private final long seed;
    private final HeapTurns rows = new HeapTurns();
    private final Map<String, Book> books = new TreeMap<>();
    private Turnstile turns = new Turnstile(rows);
    private Instant now = START;
    private int named;
    private int given;

    TurnstileStory(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        for (String limit : List.of("lane:x/1", "concurrency:a@1", "rate:a@1", "both:a@1")) {
            books.put(limit, new Book(limit));
        }
    }

    int given() {
        return given;
    }

    void step() {
        now = now.plusMillis(random.nextInt(80));
        wakeUp();
        List<Book> all = List.copyOf(books.values());
        Book book = all.get(random.nextInt(all.size()));
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> ask(book, "a" + named++, 1);
            case 4, 5, 6 -> pick(book.holders).ifPresent(it -> giveBack(book, it));
            case 7 -> pick(book.waiters).ifPresent(it -> giveBack(book, it));
            case 8 -> again(book);
            default -> change(book);
        }
    }

    /** Whoever has a turn gives it back, until nobody waits; then nothing is left. */
    void settle() {
        for (int round = 0; isBusy(); round++) {
            assertThat(round).as("seed %d: somebody waits for ever", seed).isLessThan(5_000);
            now = now.plusMillis(200);
            wakeUp();
            for (Book book : books.values()) {
                List.copyOf(book.holders.keySet()).forEach(id -> giveBack(book, id));
            }
        }
        now = now.plusSeconds(10);
        wakeUp();
        assertThat(rows.size()).as("seed %d: rows that nobody needs", seed).isZero();
    }

    private boolean isBusy() {
        return books.values().stream()
                .anyMatch(it -> !it.waiters.isEmpty() || !it.holders.isEmpty());
    }

    private void ask(Book book, String id, int attempt) {
        TurnAsked ask =
                new TurnAsked(
                        id,
                        attempt,
                        book.limit,
                        book.permits == 0 ? null : book.permits,
                        book.rate == 0 ? null : new RateLimit(book.rate, Book.PER, null),
                        TENANTS.get(random.nextInt(TENANTS.size())),
                        random.nextInt(3) - 1,
                        now);
        book.asks(ask);
        check(book, turns.asked(ask, now));
    }

    private void giveBack(Book book, String id) {
        int attempt = book.find(id).attempt();
        book.holders.remove(id);
        book.waiters.remove(id);
        check(book, turns.returned(Asks.back(book.limit, id, attempt), now));
    }

    /** Says something that was said before, or asks for the next attempt without giving back. */
    private void again(Book book) {
        Optional<String> known = pick(book.holders).or(() -> pick(book.waiters));
        if (known.isEmpty()) {
            check(book, turns.returned(Asks.back(book.limit, "unknown"), now));
            return;
        }
        Waiter who = book.find(known.get());
        if (random.nextBoolean()) {
            TurnAsked same = Asks.attempt(who.attempt(), who.ask());
            book.bound(same);
            check(book, turns.asked(same, now));
        } else {
            book.holders.remove(who.id());
            book.waiters.remove(who.id());
            ask(book, who.id(), who.attempt() + 1);
        }
    }

    private void change(Book book) {
        if (random.nextInt(3) == 0) {
            turns = new Turnstile(rows);
            turns.timed().forEach(limit -> check(book(limit), turns.due(limit, now)));
        } else if (book.permits > 1) {
            book.permits = 2 + random.nextInt(4);
        }
    }

    private void wakeUp() {
        for (Book book : books.values()) {
            while (book.due.isPresent() && !book.due.get().isAfter(now)) {
                book.due = Optional.empty();
                check(book, turns.due(book.limit, now));
            }
        }
    }

    private void check(Book book, Turned turned) {
        book.due = turned.due();
        for (TurnGiven one : turned.given()) {
            given++;
            book.gives(one, now);
        }
        book.checkNothingIsKept(now);
    }

    private Book book(String limit) {
        return Objects.requireNonNull(books.get(limit));
    }

    private Optional<String> pick(Map<String, Waiter> among) {
        List<String> ids = List.copyOf(among.keySet());
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
    }

    private record Waiter(TurnAsked ask, long order) {
        String id() {
            return ask.getActionId();
        }

        int attempt() {
            return ask.getAttempt();
        }
    }

    /** What is right for one limit, kept the simple way. */
    private final class Book {

        private static final long PER = 500;

        private final String limit;
        private final Map<String, Waiter> waiters = new TreeMap<>();
        private final Map<String, Waiter> holders = new TreeMap<>();
        private final List<Instant> times = new ArrayList<>();
        private final int rate;
        private int permits;
        private int asked; // the permits that were asked with last
        private long order;
        private Optional<Instant> due = Optional.empty();

        Book(String limit) {
            this.limit = limit;
            permits = limit.startsWith("lane") ? 1 : limit.startsWith("rate") ? 0 : 3;
            rate = limit.startsWith("rate") || limit.startsWith("both") ? 4 : 0;
        }

        void asks(TurnAsked ask) {
            bound(ask);
            waiters.put(ask.getActionId(), new Waiter(ask, order++));
        }

        void bound(TurnAsked ask) {
            asked = ask.getConcurrency() == null ? 0 : ask.getConcurrency();
        }

        Waiter find(String id) {
            return Optional.ofNullable(holders.get(id))
                    .or(() -> Optional.ofNullable(waiters.get(id)))
                    .orElseThrow();
        }

        void gives(TurnGiven one, Instant when) {
            assertThat(waiters).as("seed %d: %s", seed, one).containsKey(one.getActionId());
            Waiter who = Objects.requireNonNull(waiters.remove(one.getActionId()));
            assertThat(one.getAttempt()).isEqualTo(who.attempt());
            assertThat(waiters.values())
                    .as("seed %d: nobody with a better claim than %s waits", seed, who)
                    .noneMatch(it -> isBefore(it, who));
            if (asked > 0) {
                holders.put(who.id(), who);
                assertThat(holders.size())
                        .as("seed %d: %s", seed, limit)
                        .isLessThanOrEqualTo(asked);
            }
            times.add(when);
            assertThat(counting(when))
                    .as("seed %d: %s", seed, limit)
                    .isLessThanOrEqualTo(rate == 0 ? Long.MAX_VALUE : rate);
        }

        private boolean isBefore(Waiter one, Waiter other) {
            Comparator<Waiter> byPriority =
                    Comparator.comparingInt(
                            it -> limit.startsWith("lane") ? 0 : it.ask().getPriority());
            int priority = byPriority.compare(one, other);
            if (priority != 0) {
                return priority > 0;
            }
            if (one.ask().getTenant().equals(other.ask().getTenant())) {
                return one.order() < other.order();
            }
            return running(one) < running(other);
        }

        private long running(Waiter waiter) {
            String tenant = waiter.ask().getTenant();
            return holders.values().stream()
                    .filter(it -> it.ask().getTenant().equals(tenant))
                    .count();
        }

        void checkNothingIsKept(Instant when) {
            boolean free = asked == 0 || holders.size() < asked;
            boolean inRate = rate == 0 || counting(when) < rate;
            assertThat(free && inRate && !waiters.isEmpty())
                    .as("seed %d: %s could give a turn and does not", seed, limit)
                    .isFalse();
        }

        private long counting(Instant when) {
            return times.stream().filter(it -> it.plusMillis(PER).isAfter(when)).count();
        }
    }
}
