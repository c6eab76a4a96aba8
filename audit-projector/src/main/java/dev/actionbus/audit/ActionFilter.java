package dev.actionbus.audit;

import dev.actionbus.action.IdempotencyKey;
import dev.actionbus.action.Identity;
import dev.actionbus.audit.index.ActionMark;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which actions.
 *
 * @param name of this name
 * @param statuses that stand in one of these ways; none: whatever their status
 * @param idempotencyKey with this key, whatever their names
 * @param correlationId of this story
 * @param labels that have all of these
 */
public record ActionFilter(
        Optional<String> name,
        Set<ActionStatus> statuses,
        Optional<String> idempotencyKey,
        Optional<String> correlationId,
        Map<String, String> labels) {

    public static final ActionFilter ALL =
            new ActionFilter(
                    Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), Map.of());

    /** For people. */
    public static final String NAME_RULE = "an action name is " + Identity.NAME_PATTERN;

    public ActionFilter {
        statuses = Set.copyOf(statuses);
        labels = Map.copyOf(labels);
        name.ifPresent(ActionFilter::name);
        idempotencyKey.ifPresent(IdempotencyKey::new);
    }

    /** Of one status, or of any. */
    public ActionFilter(
            Optional<String> name,
            Optional<ActionStatus> status,
            Optional<String> idempotencyKey,
            Optional<String> correlationId,
            Map<String, String> labels) {
        this(name, status.map(Set::of).orElseGet(Set::of), idempotencyKey, correlationId, labels);
    }

    /**
     * Statuses as text: one, or several with commas between.
     *
     * @throws IllegalArgumentException no action can stand so
     */
    public static Set<ActionStatus> statuses(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(one -> ActionStatus.valueOf(one.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The statuses as text, in their own order; empty: all. */
    Optional<String> statusText() {
        return statuses.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        statuses.stream()
                                .sorted()
                                .map(Enum::name)
                                .collect(Collectors.joining(",")));
    }

    /**
     * @throws IllegalArgumentException no action can have it
     */
    public static String name(String text) {
        if (!text.matches(Identity.NAME_PATTERN)) {
            throw new IllegalArgumentException(NAME_RULE);
        }
        return text;
    }

    boolean isAll() {
        return equals(ALL);
    }

    /**
     * @param standing asked for only if that matters
     */
    boolean matches(ActionRequested request, Supplier<ActionStatus> standing) {
        return is(name, request.getIntent().getName())
                && is(idempotencyKey, request.getIntent().getIdempotencyKey())
                && is(correlationId, request.getContext().getCorrelationId())
                && request.getContext().getLabels().entrySet().containsAll(labels.entrySet())
                && (statuses.isEmpty() || statuses.contains(standing.get()));
    }

    /** Marks that all of them have, the one that tells most first. */
    List<ActionMark> marks() {
        List<ActionMark> marks = new ArrayList<>();
        idempotencyKey.map(ActionMark.Key::new).ifPresent(marks::add);
        correlationId.map(ActionMark.Story::new).ifPresent(marks::add);
        labels.forEach((label, value) -> marks.add(new ActionMark.Label(label, value)));
        return marks;
    }

    private static boolean is(Optional<String> wanted, String given) {
        return wanted.map(given::equals).orElse(true);
    }
}
