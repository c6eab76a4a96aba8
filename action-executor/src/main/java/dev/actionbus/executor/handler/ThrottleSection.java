package dev.actionbus.executor.handler;

import dev.actionbus.action.InvalidRequest;
import dev.actionbus.action.LimitKey;
import dev.actionbus.document.Spans;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys {@code concurrency} and {@code rate} of an action, and the first one of a manifest. */
record ThrottleSection(Findings findings) {

    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,8}");

    /** Without what is wrong; the findings say what. */
    Throttle read(Fields action, Optional<Throttle.Concurrency> pool) {
        return new Throttle(
                action.mapping("concurrency")
                        .flatMap(it -> concurrency(it, action.lineOf("concurrency"))),
                action.mapping("rate").flatMap(it -> rate(it, action.lineOf("rate"))),
                pool);
    }

    /** Of all actions of the manifest's pool; it has no key. */
    Optional<Throttle.Concurrency> pool(Fields manifest) {
        return manifest.mapping("concurrency")
                .map(it -> it.only("concurrency", Set.of("limit"), Set.of()))
                .flatMap(it -> limit(it, manifest.lineOf("concurrency"), Throttle.MOST_AT_ONCE))
                .map(limit -> new Throttle.Concurrency(limit, Optional.empty()));
    }

    private Optional<Throttle.Concurrency> concurrency(Fields fields, int line) {
        fields.only("concurrency", Set.of("limit", "key"), Set.of());
        Optional<LimitKey> key = key(fields);
        return limit(fields, line, Throttle.MOST_AT_ONCE)
                .map(limit -> new Throttle.Concurrency(limit, key));
    }

    private Optional<Throttle.Rate> rate(Fields fields, int line) {
        fields.only("rate", Set.of("limit", "per", "key"), Set.of());
        Optional<LimitKey> key = key(fields);
        Optional<Integer> limit = limit(fields, line, Throttle.MOST_IN_A_TIME);
        Optional<Duration> per =
                fields.text("per")
                        .flatMap(Spans::parse)
                        .filter(it -> it.toMillis() >= 1)
                        .filter(it -> it.compareTo(Throttle.LONGEST_TIME) <= 0);
        if (per.isEmpty()) {
            invalid(
                    fields.has("per") ? fields.lineOf("per") : line,
                    "per " + Spans.RULE + ", 1ms to 24h");
        }
        return limit.flatMap(l -> per.map(p -> new Throttle.Rate(l, p, key)));
    }

    private Optional<Integer> limit(Fields fields, int line, int most) {
        Optional<Integer> limit =
                fields.text("limit")
                        .filter(it -> WHOLE.matcher(it).matches())
                        .map(Integer::valueOf)
                        .filter(it -> it <= most);
        if (limit.isEmpty()) {
            invalid(
                    fields.has("limit") ? fields.lineOf("limit") : line,
                    "limit is a whole number, 1 to " + most);
        }
        return limit;
    }

    private Optional<LimitKey> key(Fields fields) {
        try {
            return fields.text("key").map(LimitKey::new);
        } catch (InvalidRequest e) {
            invalid(fields.lineOf("key"), "key is tenant, label.NAME or params.NAME");
            return Optional.empty();
        }
    }

    private void invalid(int line, String message) {
        findings.add("LIMIT_INVALID", line, message);
    }
}
