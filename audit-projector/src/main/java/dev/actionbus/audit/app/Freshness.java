package dev.actionbus.audit.app;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer is what the log says now, or what it said some time ago because the process
 * that would know better is not there. Over HTTP {@code "stale": true} and {@code "lag"} in a JSON
 * object, and a header (a boolean with a parameter, RFC 9651).
 */
public sealed interface Freshness {

    String HEADER = "Actionbus-Stale";

    Freshness FRESH = new Fresh();

    /** See {@link #FRESH}. */
    record Fresh() implements Freshness {}

    /**
     * Right, but old.
     *
     * @param lag so many records at most are not in the answer yet; empty: nobody can tell
     */
    record Stale(OptionalLong lag) implements Freshness {}

    /** Of an answer that needs both. */
    default Freshness and(Freshness other) {
        return switch (this) {
            case Fresh _ -> other;
            case Stale(OptionalLong mine) ->
                    switch (other) {
                        case Fresh _ -> this;
                        case Stale(OptionalLong its) -> new Stale(larger(mine, its));
                    };
        };
    }

    /** A JSON object that says so. */
    default String mark(String json) {
        return switch (this) {
            case Fresh _ -> json;
            case Stale(OptionalLong lag) ->
                    json.substring(0, json.lastIndexOf('}'))
                            + ",\"stale\":true"
                            + (lag.isPresent() ? ",\"lag\":" + lag.getAsLong() : "")
                            + "}";
        };
    }

    /** The header's value; empty: none is needed. */
    default Optional<String> header() {
        return switch (this) {
            case Fresh _ -> Optional.empty();
            case Stale(OptionalLong lag) ->
                    Optional.of(lag.isPresent() ? "?1;lag=" + lag.getAsLong() : "?1");
        };
    }

    static Freshness ofHeader(@Nullable String header) {
        if (header == null) {
            return FRESH;
        }
        Matcher lag = Pattern.compile("\\?1;lag=(\\d{1,18})").matcher(header);
        return new Stale(
                lag.matches()
                        ? OptionalLong.of(Long.parseLong(lag.group(1)))
                        : OptionalLong.empty());
    }

    private static OptionalLong larger(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent()
                ? OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()))
                : OptionalLong.empty();
    }
}
