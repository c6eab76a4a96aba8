package dev.actionbus.gateway;

import dev.actionbus.action.Mode;
import dev.actionbus.action.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of {@code retry} while they are read; what is left out is as by default. */
final class RetryFields {

    private static final String AT = "/retry";
    private static final int MOST_CODES = 100;
    private static final int LONGEST_TEXT = 255;

    private Optional<Integer> maxAttempts = Optional.empty();
    private Duration backoff = RetryPolicy.DEFAULT.backoff();
    private Optional<Duration> maxBackoff = Optional.empty();
    private double factor = RetryPolicy.DEFAULT.factor();
    private double jitter = RetryPolicy.DEFAULT.jitter();
    private final List<String> nonRetryable = new ArrayList<>();
    private Optional<Duration> totalTimeout = Optional.empty();
    private boolean pauseWhenExhausted;

    private RetryFields() {}

    static RetryFields read(JsonReader json) throws IOException {
        RetryFields fields = new RetryFields();
        json.object(AT, field -> fields.read(field, json));
        return fields;
    }

    /**
     * @throws dev.actionbus.action.InvalidRequest the fields contradict each other
     */
    RetryPolicy policy(Optional<Mode> mode) {
        boolean once = mode.equals(Optional.of(Mode.ONCE));
        Duration roof = RetryPolicy.DEFAULT.maxBackoff();
        return new RetryPolicy(
                maxAttempts.orElse(once ? 1 : RetryPolicy.DEFAULT.maxAttempts()),
                backoff,
                factor,
                maxBackoff.orElse(roof.compareTo(backoff) < 0 ? backoff : roof),
                jitter,
                nonRetryable,
                new RetryPolicy.Exhaustion(totalTimeout, pauseWhenExhausted));
    }

    private void read(String field, JsonReader json) throws IOException {
        switch (field) {
            case "maxAttempts" -> maxAttempts = Optional.of(json.integer(AT + "/maxAttempts"));
            case "backoff" -> backoff = span(json, AT + "/backoff");
            case "factor" -> factor = json.number(AT + "/factor");
            case "maxBackoff" -> maxBackoff = Optional.of(span(json, AT + "/maxBackoff"));
            case "jitter" -> jitter = json.number(AT + "/jitter");
            case "nonRetryable" ->
                    json.array(
                            AT + "/nonRetryable",
                            MOST_CODES,
                            () -> nonRetryable.add(json.text(AT + "/nonRetryable", LONGEST_TEXT)));
            case "totalTimeout" -> totalTimeout = Optional.of(span(json, AT + "/totalTimeout"));
            case "pauseWhenExhausted" ->
                    pauseWhenExhausted = json.truth(AT + "/pauseWhenExhausted");
            default -> throw JsonReader.unknownField(AT, field);
        }
    }

    private static Duration span(JsonReader json, String pointer) throws IOException {
        return DurationText.parse(json.text(pointer, LONGEST_TEXT))
                .orElseThrow(
                        () -> new Refused(Problem.at(pointer, "RETRY_INVALID", DurationText.RULE)));
    }
}
