package dev.actionbus.document;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The part of YAML that a document may use: mappings, lists and scalars with line numbers. Anchors,
 * aliases and tags are refused, so that a file is as large as it looks and makes no objects.
 */
public final class SafeYaml {

    private static final int DEEPEST = 20;
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setLabel("document").setParseComments(false).build();

    private SafeYaml() {}

    /** Takes what keeps a text from being a document. */
    public interface Objections {
        /**
         * @param line from 1
         */
        void add(int line, String message);
    }

    /**
     * The root mapping, or nothing and an objection.
     *
     * @param what the document is, with its article, for messages
     */
    public static Optional<MappingNode> compose(String text, String what, Objections objections) {
        try {
            // The event parser is iterative; composing recurses, so depth is judged before it.
            if (!allowed(text, what, objections)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(SETTINGS).composeString(text);
            if (root.isPresent() && root.get() instanceof MappingNode mapping) {
                return Optional.of(mapping);
            }
            objections.add(1, what + " is a mapping");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
            objections.add(line, Printable.line(problem(e)));
        } catch (YamlEngineException e) {
            objections.add(1, Printable.line(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    /** First line is 1. */
    public static int line(Node node) {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    }

    /** As written; a collection or null has none. */
    public static Optional<String> text(Node node) {
        boolean isNull = node.getTag().equals(Tag.NULL);
        return node instanceof ScalarNode scalar && !isNull
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    private static boolean allowed(String text, String what, Objections objections) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            depth += depthChange(event);
            Optional<String> objection =
                    depth > DEEPEST
                            ? Optional.of("nested more than " + DEEPEST + " levels deep")
                            : objection(event, what);
            if (objection.isPresent()) {
                int line = event.getStartMark().map(m -> m.getLine() + 1).orElse(1);
                objections.add(line, objection.get());
                return false;
            }
        }
        return true;
    }

    private static String problem(MarkedYamlEngineException e) {
        return Stream.of(e.getContext(), e.getProblem())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    private static int depthChange(Event event) {
        if (event instanceof CollectionStartEvent) {
            return 1;
        }
        return event instanceof CollectionEndEvent ? -1 : 0;
    }

    private static Optional<String> objection(Event event, String what) {
        Optional<Anchor> anchor =
                event instanceof NodeEvent node ? node.getAnchor() : Optional.empty();
        if (event instanceof AliasEvent || anchor.isPresent()) {
            return Optional.of("anchors and aliases are not part of " + what);
        }
        Optional<String> tag = Optional.empty();
        if (event instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        } else if (event instanceof CollectionStartEvent start) {
            tag = start.getTag();
        }
        return tag.map(t -> "tags are not part of " + what + ": " + Printable.line(t));
    }
}
