package dev.actionbus.executor.handler;

import dev.actionbus.action.InvalidRequest;
import dev.actionbus.action.Mode;
import dev.actionbus.action.RetryPolicy;
import dev.actionbus.document.Spans;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The key {@code retry} of an action; what is not given is as in {@link RetryPolicy#DEFAULT}. */
record RetrySection(Mode mode, Findings findings) {

    private static final Set<String> KEYS =
            Set.of("maxAttempts", "backoff", "factor", "maxBackoff", "jitter", "nonRetryable");
    private static final Set<String> KEYS_LATER = Set.of("totalTimeout");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    /** Nothing if anything is wrong; the findings say what. */
    Optional<RetryPolicy> read(Fields retry, int line) {
        retry.only("retry", KEYS, KEYS_LATER);
        RetryPolicy defaults = RetryPolicy.DEFAULT;
        Integer maxAttempts =
                value(retry, "maxAttempts", t -> matched(WHOLE, t).map(Integer::valueOf))
                        .orElse(mode == Mode.ONCE ? 1 : defaults.maxAttempts());
        Duration backoff = value(retry, "backoff", Spans::parse).orElse(defaults.backoff());
        Duration maxBackoff =
                value(retry, "maxBackoff", Spans::parse)
                        .orElse(
                                backoff.compareTo(defaults.maxBackoff()) > 0
                                        ? backoff
                                        : defaults.maxBackoff());
        Double factor = value(retry, "factor", RetrySection::decimal).orElse(defaults.factor());
        Double jitter = value(retry, "jitter", RetrySection::decimal).orElse(defaults.jitter());
        List<String> codes = retry.texts("nonRetryable").orElse(defaults.nonRetryable());
        if (!codes.stream().allMatch(c -> CODE.matcher(c).matches())) {
            invalid(retry.lineOf("nonRetryable"), "nonRetryable holds codes in upper snake case");
            return Optional.empty();
        }
        if (mode == Mode.ONCE && maxAttempts > 1) {
            invalid(retry.lineOf("maxAttempts"), "mode once allows one attempt");
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RetryPolicy(maxAttempts, backoff, factor, maxBackoff, jitter, codes));
        } catch (InvalidRequest e) {
            invalid(line, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private <T> Optional<T> value(Fields retry, String key, Function<String, Optional<T>> reader) {
        Optional<String> text = retry.text(key);
        Optional<T> value = text.flatMap(reader);
        if (text.isPresent() && value.isEmpty()) {
            String rule = key.endsWith("ackoff") ? Spans.RULE : "is a number without sign";
            invalid(retry.lineOf(key), key + " " + rule);
        }
        return value;
    }

    private static Optional<Double> decimal(String text) {
        return matched(DECIMAL, text).map(Double::valueOf);
    }

    private static Optional<String> matched(Pattern pattern, String text) {
        return Optional.of(text).filter(t -> pattern.matcher(t).matches());
    }

    private void invalid(int line, String message) {
        findings.add("RETRY_INVALID", line, message);
    }
}
