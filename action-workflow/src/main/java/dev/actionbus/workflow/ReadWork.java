package dev.actionbus.workflow;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Identity;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.action.Mode;
import dev.actionbus.action.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads what a step does. */
final class ReadWork {

    private static final Set<String> ACTION_KEYS =
            Set.of("action", "version", "params", "mode", "retry", "timeout", "deadline");

    /** The keys of each kind of work, by the one that names the kind. */
    static final Map<String, Set<String>> KEYS =
            Map.of(
                    "action", ACTION_KEYS,
                    "workflow", Set.of("workflow", "version", "params", "deadline"),
                    "delay", Set.of("delay"),
                    "signal", Set.of("signal", "timeout"),
                    "approval", Set.of("approval", "timeout"));

    private static final Set<String> RETRY_KEYS =
            Set.of("maxAttempts", "backoff", "factor", "maxBackoff", "jitter", "nonRetryable");
    private static final int MOST_VERSIONS = 999_999_999;

    private ReadWork() {}

    /**
     * @param kind one of the {@link #KEYS} that the step has
     */
    static Optional<Work> of(String kind, Fields step) {
        return switch (kind) {
            case "action" -> action(step).map(Work.class::cast);
            case "workflow" -> subWorkflow(step).map(Work.class::cast);
            case "delay" -> step.span("delay").map(Work.Delay::new);
            case "signal" -> signal(step);
            default -> approval(step);
        };
    }

    /** The whole of a compensation. */
    static Optional<Work.Action> compensation(Fields fields) {
        fields.only(ACTION_KEYS);
        if (!fields.has("action")) {
            return fields.missing("action", "a compensation has an action");
        }
        return action(fields);
    }

    private static Optional<Work.Action> action(Fields fields) {
        Optional<String> name = name(fields, "action", Identity.NAME_PATTERN);
        int version = fields.whole("version", 1, MOST_VERSIONS).orElse(1);
        Mode mode = mode(fields);
        Optional<RetryPolicy> retry = fields.object("retry", "retry").flatMap(r -> retry(r, mode));
        Work.Terms terms =
                new Work.Terms(
                        new ActionRequest.Handling(
                                fields.has("mode") ? Optional.of(mode) : Optional.empty(), retry),
                        fields.span("timeout"),
                        fields.span("deadline"));
        return name.map(n -> new Work.Action(n, version, fields.data("params"), terms));
    }

    private static Optional<Work.SubWorkflow> subWorkflow(Fields fields) {
        OptionalInt version = fields.whole("version", 1, MOST_VERSIONS);
        Optional<Duration> deadline = fields.span("deadline");
        return name(fields, "workflow", Workflow.NAME_PATTERN)
                .map(name -> new Work.SubWorkflow(name, version, fields.data("params"), deadline));
    }

    private static Optional<Work> signal(Fields fields) {
        Optional<Duration> timeout = fields.span("timeout");
        return name(fields, "signal", Identity.NAME_PATTERN)
                .map(name -> new Work.Signal(name, timeout));
    }

    private static Optional<Work> approval(Fields fields) {
        Optional<Duration> timeout = fields.span("timeout");
        return fields.object("approval", "an approval")
                .map(about -> about.only(Set.of("assignee", "comment")))
                .map(about ->
                        new Work.Approval(
                                about.text("assignee"), about.text("comment").orElse(""), timeout));
    }

    private static Optional<String> name(Fields fields, String key, String pattern) {
        return fields.text(key)
                .filter(name -> {
                    boolean right = name.matches(pattern);
                    if (!right) {
                        fields.errors()
                                .add("NAME_INVALID", fields.at(key), "a name matches " + pattern);
                    }
                    return right;
                });
    }

    private static Mode mode(Fields fields) {
        String mode = fields.text("mode").orElse("retry");
        if (!mode.equals("retry") && !mode.equals("once")) {
            fields.invalid("mode", "is retry or once");
        }
        return mode.equals("once") ? Mode.ONCE : Mode.RETRY;
    }

    private static Optional<RetryPolicy> retry(Fields fields, Mode mode) {
        fields.only(RETRY_KEYS);
        RetryPolicy base = RetryPolicy.DEFAULT;
        int attempts =
                fields.whole("maxAttempts", 1, 1000)
                        .orElse(mode == Mode.ONCE ? 1 : base.maxAttempts());
        Duration backoff = fields.spanOrZero("backoff").orElse(base.backoff());
        Duration longest = base.maxBackoff().compareTo(backoff) < 0 ? backoff : base.maxBackoff();
        List<String> codes = fields.texts("nonRetryable");
        if (!codes.stream().allMatch(code -> code.matches("[A-Z][A-Z0-9_]{0,63}"))) {
            fields.invalid("nonRetryable", "holds codes in upper snake case");
        }
        try {
            RetryPolicy policy =
                    new RetryPolicy(
                            attempts,
                            backoff,
                            fields.number("factor").orElse(base.factor()),
                            fields.spanOrZero("maxBackoff").orElse(longest),
                            fields.number("jitter").orElse(base.jitter()),
                            codes);
            if (mode == Mode.ONCE && attempts > 1) {
                throw InvalidRequest.of("RETRY_INVALID", "mode once allows one attempt");
            }
            return Optional.of(policy);
        } catch (InvalidRequest e) {
            fields.errors().add(e.code(), fields.pointer(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
