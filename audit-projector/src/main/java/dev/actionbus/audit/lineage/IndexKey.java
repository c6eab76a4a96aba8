package dev.actionbus.audit.lineage;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Under what an action is found by others. */
sealed interface IndexKey {

    /** It reads or makes some version of a data set. */
    record Data(String namespace, String name) implements IndexKey {
        static Data of(DataSetId id) {
            return new Data(id.namespace(), id.name());
        }
    }

    /** It names this action, or an event of it, as its cause. */
    record Cause(String actionId) implements IndexKey {}

    /** It belongs to this story. */
    record Story(String correlationId) implements IndexKey {}

    /** It is a step of this run. */
    record Run(String runId) implements IndexKey {}

    static Set<IndexKey> of(ActionFacts facts) {
        Set<IndexKey> keys = new LinkedHashSet<>();
        Stream.concat(facts.inputs().stream(), facts.outputs().stream())
                .forEach(ref -> keys.add(new Data(ref.namespace(), ref.name())));
        facts.origin().cause().ifPresent(cause -> keys.add(new Cause(cause)));
        facts.origin()
                .runId()
                .filter(run -> !facts.story().equals(Optional.of(run)))
                .ifPresent(run -> keys.add(new Run(run)));
        facts.story().ifPresent(story -> keys.add(new Story(story)));
        return keys;
    }
}
