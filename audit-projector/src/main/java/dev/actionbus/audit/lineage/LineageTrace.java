package dev.actionbus.audit.lineage;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.lineage.LineageQuery.Direction;
import dev.actionbus.audit.lineage.LineageQuery.Scope;
import dev.actionbus.audit.lineage.LineageQuery.Start;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Walks a graph from its start, one step of all nodes at a time: one question a step, however many
 * nodes. Nodes are taken in their order until the limit, so an answer that is cut is cut at the
 * same place every time.
 */
public final class LineageTrace {

    private static final Comparator<ActionFacts> BY_TIME =
            Comparator.<ActionFacts, Instant>comparing(a -> a.times().acceptedAt())
                    .thenComparing(ActionFacts::actionId);

    private final LineageSource source;
    private final Scope scope;
    private final int enough;
    private final Map<String, ActionFacts> actions = new HashMap<>();
    private final Set<DataSetId> data = new TreeSet<>();
    private final Set<String> stories = new TreeSet<>();
    private boolean truncated;

    private LineageTrace(LineageSource source, Scope scope) {
        this.source = source;
        this.scope = scope;
        this.enough = 2 * scope.limit() + 1; // some of them may be known already
    }

    /** Empty: nobody ever asked for this action, or named this data set. */
    public static Optional<Lineage> of(LineageSource source, LineageQuery query) {
        LineageTrace trace = new LineageTrace(source, query.scope());
        Step first = trace.take(trace.first(query.start()));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Step next = first;
        for (int depth = 0; depth < query.scope().depth() && !next.isEmpty(); depth++) {
            next = trace.take(trace.around(next));
        }
        return Optional.of(trace.answer(first));
    }

    private Step first(Start start) {
        return switch (start) {
            case Start.OfAction(ActionId id) -> {
                Question question = Question.none(1);
                question.actions().add(id.value());
                yield new Step(source.ask(question), new TreeSet<>(), new TreeSet<>());
            }
            case Start.OfData(DataSetId id) -> {
                NavigableSet<DataSetId> found = new TreeSet<>();
                List<ActionFacts> touching = source.ask(Question.naming(id, enough));
                truncated = touching.size() == enough;
                for (ActionFacts action : touching) {
                    action.reads().stream().filter(id::covers).forEach(found::add);
                    action.makes().stream().filter(id::covers).forEach(found::add);
                }
                yield new Step(List.of(), found, new TreeSet<>());
            }
        };
    }

    private Step around(Step here) {
        Direction direction = scope.direction();
        Question question = Question.none(enough);
        NavigableSet<DataSetId> nearData = new TreeSet<>();
        NavigableSet<String> nearStories = new TreeSet<>();
        for (ActionFacts action : here.actions()) {
            if (direction.goesUp()) {
                nearData.addAll(action.reads());
                action.origin().cause().ifPresent(question.actions()::add);
                action.story().ifPresent(question.actions()::add);
                action.origin().runId().ifPresent(question.actions()::add);
            }
            if (direction.goesDown()) {
                nearData.addAll(action.makes());
                question.effectsOf().add(action.actionId());
            }
            if (direction == Direction.BOTH) {
                action.story().filter(s -> !isActionId(s)).ifPresent(nearStories::add);
            }
        }
        if (direction.goesUp()) {
            question.made().addAll(here.data());
        }
        if (direction.goesDown()) {
            question.read().addAll(here.data());
        }
        question.stories().addAll(here.stories());
        return new Step(
                question.keys().isEmpty() && question.actions().isEmpty()
                        ? List.of()
                        : source.ask(question),
                nearData,
                nearStories);
    }

    /** Takes in what is new, until there are enough; returns that. */
    private Step take(Step found) {
        List<ActionFacts> newActions =
                found.actions().stream()
                        .filter(a -> !actions.containsKey(a.actionId()))
                        .limit(room())
                        .toList();
        newActions.forEach(a -> actions.put(a.actionId(), a));
        truncated |= found.actions().stream().anyMatch(a -> !actions.containsKey(a.actionId()));
        return new Step(newActions, take(found.data(), data), take(found.stories(), stories));
    }

    private <T> NavigableSet<T> take(NavigableSet<T> found, Set<T> known) {
        NavigableSet<T> taken = new TreeSet<>();
        for (T each : found) {
            if (!known.contains(each)) {
                if (room() == 0) {
                    truncated = true;
                    break;
                }
                known.add(each);
                taken.add(each);
            }
        }
        return taken;
    }

    private long room() {
        return (long) scope.limit() - actions.size() - data.size() - stories.size();
    }

    private Lineage answer(Step first) {
        List<ActionFacts> all = actions.values().stream().sorted(BY_TIME).toList();
        Set<String> nodes = new HashSet<>();
        actions.keySet().forEach(id -> nodes.add(Lineage.actionNode(id)));
        data.forEach(id -> nodes.add(Lineage.node(id)));
        stories.forEach(story -> nodes.add(Lineage.storyNode(story)));
        return new Lineage(
                scope,
                first.nodes(),
                all,
                Lineage.DataNode.of(data, all),
                List.copyOf(stories),
                all.stream()
                        .flatMap(Lineage::edges)
                        .filter(e -> nodes.contains(e.from()) && nodes.contains(e.to()))
                        .distinct()
                        .toList(),
                truncated);
    }

    private static boolean isActionId(String text) {
        try {
            var unused = new ActionId(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Nodes that are equally far away. */
    private record Step(
            List<ActionFacts> actions, NavigableSet<DataSetId> data, NavigableSet<String> stories) {

        boolean isEmpty() {
            return actions.isEmpty() && data.isEmpty() && stories.isEmpty();
        }

        List<String> nodes() {
            List<String> all = new ArrayList<>();
            actions.forEach(a -> all.add(Lineage.node(a)));
            data.forEach(id -> all.add(Lineage.node(id)));
            return all;
        }
    }
}
