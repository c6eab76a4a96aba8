package dev.actionbus.audit.lineage;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which actions stand next to some nodes of the graph.
 *
 * @param actions these themselves
 * @param made those that make one of these
 * @param read those that read one of these
 * @param effectsOf those that one of these caused, or that belong to its story or are its steps
 * @param stories those that belong to one of these
 * @param named those that read or make this, in any version if it names none
 * @param limit the first so many by id are enough
 */
public record Question(
        Set<String> actions,
        Set<DataSetId> made,
        Set<DataSetId> read,
        Set<String> effectsOf,
        Set<String> stories,
        Optional<DataSetId> named,
        int limit) {

    static Question none(int limit) {
        return new Question(
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                Optional.empty(),
                limit);
    }

    static Question naming(DataSetId data, int limit) {
        return new Question(
                Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Optional.of(data), limit);
    }

    /** Where to look; not all that is found there is asked for. */
    Set<IndexKey> keys() {
        Set<IndexKey> keys = new LinkedHashSet<>();
        made.forEach(id -> keys.add(IndexKey.Data.of(id)));
        read.forEach(id -> keys.add(IndexKey.Data.of(id)));
        named.ifPresent(id -> keys.add(IndexKey.Data.of(id)));
        effectsOf.forEach(id -> {
            keys.add(new IndexKey.Cause(id));
            keys.add(new IndexKey.Story(id));
            keys.add(new IndexKey.Run(id));
        });
        stories.forEach(story -> keys.add(new IndexKey.Story(story)));
        return keys;
    }

    /** Whether an action is asked for. */
    public boolean asksFor(ActionFacts facts) {
        return actions.contains(facts.actionId())
                || !Collections.disjoint(made, facts.makes())
                || !Collections.disjoint(read, facts.reads())
                || facts.origin().cause().filter(effectsOf::contains).isPresent()
                || facts.story().filter(effectsOf::contains).isPresent()
                || facts.origin().runId().filter(effectsOf::contains).isPresent()
                || facts.story().filter(stories::contains).isPresent()
                || named.filter(data -> touches(facts, data)).isPresent();
    }

    private static boolean touches(ActionFacts facts, DataSetId data) {
        return facts.reads().stream().anyMatch(data::covers)
                || facts.makes().stream().anyMatch(data::covers);
    }
}
