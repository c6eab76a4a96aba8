package dev.actionbus.gateway;

import dev.actionbus.action.Timing;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The fields that say when an action may begin and must have ended, while they are read. A time is
 * a time (ISO 8601) or a span from now. A begin in the past is now; an end in the past is refused.
 */
final class TimingFields {

    private static final Duration LONGEST_DEADLINE = Duration.ofDays(30);
    private static final Duration LATEST_BEGIN = DurationText.LONGEST;
    private static final int LONGEST_TEXT = 64;

    private Optional<String> delay = Optional.empty();
    private Optional<String> runAt = Optional.empty();
    private Optional<String> startBy = Optional.empty();
    private Optional<String> deadline = Optional.empty();
    private Optional<String> timeout = Optional.empty();

    /** False: it is no field of time. */
    boolean read(String field, JsonReader json) throws IOException {
        switch (field) {
            case "delay" -> delay = text(json, "/delay");
            case "runAt" -> runAt = text(json, "/runAt");
            case "startBy" -> startBy = text(json, "/startBy");
            case "deadline" -> deadline = text(json, "/deadline");
            case "timeout" -> timeout = text(json, "/timeout");
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * @throws dev.actionbus.action.InvalidRequest the fields contradict each other
     */
    Timing timing(Instant now) {
        Optional<Instant> begin = begin(now);
        Instant first = begin.filter(now::isBefore).orElse(now);
        return new Timing(
                begin,
                startBy.map(text -> end(text, "/startBy", now, first)),
                deadline.map(text -> end(text, "/deadline", now, first)),
                timeout.map(TimingFields::attempt));
    }

    private Optional<Instant> begin(Instant now) {
        if (delay.isPresent() && runAt.isPresent()) {
            throw refused("/delay", "DELAY_INVALID", "give delay or runAt");
        }
        Optional<Instant> delayed =
                delay.map(text ->
                        DurationText.parse(text)
                                .map(now::plus)
                                .orElseThrow(() ->
                                        refused("/delay", "DELAY_INVALID", DurationText.RULE)));
        return delayed.or(() -> runAt.map(text -> begin(text, now)));
    }

    private static Instant begin(String text, Instant now) {
        return instant(text)
                .filter(at -> Duration.between(at, now).abs().compareTo(LATEST_BEGIN) <= 0)
                .orElseThrow(() ->
                        refused(
                                "/runAt",
                                "RUN_AT_INVALID",
                                "a time as in 2026-01-31T12:00:00Z, at most 365 days away"));
    }

    private static Instant end(String text, String pointer, Instant now, Instant begin) {
        return instant(text)
                .or(() -> DurationText.parse(text).map(now::plus))
                .filter(at -> at.isAfter(now) && !at.isAfter(begin.plus(LONGEST_DEADLINE)))
                .orElseThrow(() ->
                        refused(
                                pointer,
                                "DEADLINE_INVALID",
                                "a time to come as in 2026-01-31T12:00:00Z, or a span from now as"
                                        + " in 10m, at most 30 days"));
    }

    private static Duration attempt(String text) {
        return DurationText.parse(text)
                .filter(span -> !span.isZero() && span.compareTo(LONGEST_DEADLINE) <= 0)
                .orElseThrow(() ->
                        refused(
                                "/timeout",
                                "TIMEOUT_INVALID",
                                "a span as in 90s, more than 0, at most 30 days"));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonReader json, String pointer) throws IOException {
        return Optional.of(json.text(pointer, LONGEST_TEXT));
    }

    private static Refused refused(String pointer, String code, String rule) {
        return new Refused(Problem.at(pointer, code, rule));
    }
}
