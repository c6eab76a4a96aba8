package dev.actionbus.audit;

import dev.actionbus.action.IdempotencyKey;
import dev.actionbus.action.Identity;
import dev.actionbus.audit.index.ActionMark;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which actions.
 *
 * @param name of this name
 * @param status that stand so
 * @param idempotencyKey with this key, whatever their names
 * @param correlationId of this story
 * @param labels that have all of these
 */
public record ActionFilter(
        Optional<String> name,
        Optional<ActionStatus> status,
        Optional<String> idempotencyKey,
        Optional<String> correlationId,
        Map<String, String> labels) {

    public static final ActionFilter ALL =
            new ActionFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());

    /** For people. */
    public static final String NAME_RULE = "an action name is " + Identity.NAME_PATTERN;

    public ActionFilter {
        labels = Map.copyOf(labels);
        name.ifPresent(ActionFilter::name);
        idempotencyKey.ifPresent(IdempotencyKey::new);
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
                && status.map(it -> it == standing.get()).orElse(true);
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
