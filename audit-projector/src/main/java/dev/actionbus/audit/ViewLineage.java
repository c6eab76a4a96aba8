package dev.actionbus.audit;

import dev.actionbus.audit.lineage.ActionFacts;
import dev.actionbus.audit.lineage.LineageRows;
import dev.actionbus.audit.lineage.Question;
import dev.actionbus.event.Outcome;
import dev.actionbus.state.AcceptedAction;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What one partition of the view knows of lineage: found by its index, told by its other rows. */
final class ViewLineage {

    private ViewLineage() {}

    static List<ActionFacts> ask(ReadOnlyKeyValueStore<byte[], byte[]> store, Question question) {
        return LineageRows.candidates(store, question).stream()
                .flatMap(id -> facts(store, id).stream())
                .filter(question::asksFor)
                .limit(question.limit())
                .toList();
    }

    private static Optional<ActionFacts> facts(
            ReadOnlyKeyValueStore<byte[], byte[]> store, String actionId) {
        return ViewStore.find(actionId, store::get)
                .map(view -> {
                    AcceptedAction accepted = view.accepted();
                    return ActionFacts.of(accepted.getRequest(), accepted.getAcceptedAt())
                            .at(
                                    view.progress().getStatus(),
                                    Optional.ofNullable(view.progress().getOutcome())
                                            .map(Outcome::getAt),
                                    LineageRows.outputs(store, actionId));
                });
    }
}
