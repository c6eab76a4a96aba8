package dev.actionbus.audit.lineage;

import dev.actionbus.event.ActionAccepted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The whole graph in memory, folded from events. The order of events of different actions does not
 * matter. It takes about 1 kB an action; not thread-safe.
 */
public final class LineageGraph implements LineageSource {

    private final Map<String, ActionFacts> actions = new HashMap<>();
    private final Map<IndexKey, NavigableSet<String>> index = new HashMap<>();

    /** Takes in one event; those before the acceptance of an action tell nothing. */
    public void add(String actionId, SpecificRecord event) {
        ActionFacts before = actions.get(actionId);
        ActionFacts after = fold(before, event);
        if (after == null || after.equals(before)) {
            return;
        }
        actions.put(actionId, after);
        IndexKey.of(after)
                .forEach(key -> index.computeIfAbsent(key, _ -> new TreeSet<>()).add(actionId));
    }

    /** Actions there are. */
    public int size() {
        return actions.size();
    }

    @Override
    public List<ActionFacts> ask(Question question) {
        NavigableSet<String> ids = new TreeSet<>(question.actions());
        question.keys().forEach(key -> ids.addAll(index.getOrDefault(key, new TreeSet<>())));
        return ids.stream()
                .flatMap(id -> Stream.ofNullable(actions.get(id)))
                .filter(question::asksFor)
                .limit(question.limit())
                .toList();
    }

    private static @Nullable ActionFacts fold(@Nullable ActionFacts before, SpecificRecord event) {
        if (event instanceof ActionAccepted accepted) {
            return ActionFacts.of(accepted);
        }
        return before == null ? null : before.after(event);
    }
}
