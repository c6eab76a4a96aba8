package dev.actionbus.audit.app;

import dev.actionbus.audit.ActionQuery;
import dev.actionbus.event.ActionStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which actions need somebody: those that are paused, failed, or of unknown outcome; cancelled ones
 * if that is asked for by name.
 */
public final class DeadLetters {

    private static final Set<ActionStatus> DEAD =
            Set.of(
                    ActionStatus.PAUSED,
                    ActionStatus.FAILED,
                    ActionStatus.UNKNOWN,
                    ActionStatus.CANCELLED);
    private static final String UNLESS_ASKED = "PAUSED,FAILED,UNKNOWN";

    private DeadLetters() {}

    /** What came of some parameters. */
    public sealed interface Asked {

        /** A question. */
        record Good(ActionQuery query) implements Asked {}

        /**
         * None.
         *
         * @param parameter that is wrong
         */
        record Bad(String parameter, String code, String detail) implements Asked {}
    }

    /** A page of them, in the order of admission. */
    public static Asked oldestFirst(Map<String, List<String>> parameters) {
        FilterParameters all = new FilterParameters();
        all.name = first(parameters, "name");
        all.status = first(parameters, "status");
        all.idempotencyKey = first(parameters, "idempotencyKey");
        all.correlationId = first(parameters, "correlationId");
        all.labels = parameters.get("label");
        all.from = first(parameters, "from");
        all.to = first(parameters, "to");
        all.limit = first(parameters, "limit");
        all.cursor = first(parameters, "cursor");
        all.order = "oldest";
        try {
            return new Asked.Good(query(all));
        } catch (BadParameter e) {
            Problem problem = e.problem();
            return new Asked.Bad(problem.parameter().orElse(""), problem.code(), problem.detail());
        }
    }

    /** Throws {@link BadParameter}. */
    static ActionQuery query(FilterParameters asked) {
        asked.status = Optional.ofNullable(asked.status).orElse(UNLESS_ASKED);
        ActionQuery query = asked.actions();
        Set<ActionStatus> statuses = query.filter().statuses();
        return BadParameter.read(
                "status",
                "STATUS_INVALID",
                "a dead letter is paused, failed, unknown or cancelled",
                () -> {
                    if (!DEAD.containsAll(statuses)) {
                        throw new IllegalArgumentException("not dead");
                    }
                    return query;
                });
    }

    private static @Nullable String first(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }
}
