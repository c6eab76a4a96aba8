package dev.actionbus.audit.lineage;

import dev.actionbus.action.DataRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A part of the graph: the answer to a {@link LineageQuery}. The same events and the same query
 * give the same answer, to the letter.
 *
 * <p>A node is named {@code action:ID}, {@code data:NAMESPACE:NAME[@VERSION]} or {@code
 * story:TEXT}.
 *
 * @param scope what was asked for
 * @param start the first nodes
 * @param actions by the time of their acceptance
 * @param dataSets by name
 * @param stories correlation ids that are no action; only in both directions
 * @param edges between these nodes, from what was first to what came of it
 * @param truncated there are more nodes than {@code scope.limit}
 */
public record Lineage(
        LineageQuery.Scope scope,
        List<String> start,
        List<ActionFacts> actions,
        List<DataNode> dataSets,
        List<String> stories,
        List<Edge> edges,
        boolean truncated) {

    /**
     * One version of a data set.
     *
     * @param digests contents that the actions of this answer gave for it; more than one if they
     *     disagree
     */
    public record DataNode(
            String namespace, String name, Optional<String> version, List<String> digests) {

        static List<DataNode> of(Set<DataSetId> ids, List<ActionFacts> actions) {
            Map<DataSetId, Set<String>> digests = new HashMap<>();
            for (ActionFacts action : actions) {
                for (List<DataRef> refs : List.of(action.inputs(), action.outputs())) {
                    refs.forEach(ref ->
                            ref.digest()
                                    .ifPresent(digest ->
                                            digests.computeIfAbsent(
                                                            DataSetId.of(ref), _ -> new TreeSet<>())
                                                    .add(digest)));
                }
            }
            return ids.stream()
                    .map(id ->
                            new DataNode(
                                    id.namespace(),
                                    id.name(),
                                    id.version(),
                                    List.copyOf(digests.getOrDefault(id, Set.of()))))
                    .toList();
        }

        DataSetId id() {
            return new DataSetId(namespace, name, version);
        }
    }

    /** How two nodes hang together. */
    public enum Kind {
        READ,
        MADE,
        CAUSED,
        PART_OF
    }

    /**
     * From what was first to what came of it: data to its reader, maker to data, cause to effect,
     * story to its member.
     */
    public record Edge(String from, String to, Kind kind) {}

    static String node(DataSetId id) {
        return "data:" + id;
    }

    static String node(ActionFacts action) {
        return actionNode(action.actionId());
    }

    static String actionNode(String id) {
        return "action:" + id;
    }

    static String storyNode(String story) {
        return "story:" + story;
    }

    /** Every edge of an action, also to nodes that are not there. */
    static Stream<Edge> edges(ActionFacts action) {
        String self = node(action);
        Function<String, Edge> member = story -> new Edge(story, self, Kind.PART_OF);
        Optional<String> cause = action.origin().cause();
        return Stream.of(
                        action.reads().stream().map(d -> new Edge(node(d), self, Kind.READ)),
                        action.makes().stream().map(d -> new Edge(self, node(d), Kind.MADE)),
                        cause.stream().map(id -> new Edge(actionNode(id), self, Kind.CAUSED)),
                        action.story().stream()
                                .flatMap(s -> Stream.of(actionNode(s), storyNode(s)))
                                .map(member),
                        action.origin().runId().stream().map(run -> member.apply(actionNode(run))))
                .flatMap(Function.identity());
    }
}
