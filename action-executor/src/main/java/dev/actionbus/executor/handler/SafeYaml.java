package dev.actionbus.executor.handler;

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
 * The part of YAML a manifest may use: mappings, lists and scalars with line numbers. Anchors,
 * aliases and tags are refused, so that a file is as large as it looks and makes no objects.
 */
final class SafeYaml {

    private static final int DEEPEST = 20;
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setLabel("manifest").setParseComments(false).build();

    private SafeYaml() {}

    /** The root mapping, or nothing and a finding MANIFEST_SYNTAX. */
    static Optional<MappingNode> compose(String text, Findings findings) {
        try {
            // The event parser is iterative; composing recurses, so depth is judged before it.
            if (!allowed(text, findings)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(SETTINGS).composeString(text);
            if (root.isPresent() && root.get() instanceof MappingNode mapping) {
                return Optional.of(mapping);
            }
            findings.add("MANIFEST_SYNTAX", 1, "a manifest is a mapping with the key actions");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
            findings.add("MANIFEST_SYNTAX", line, Printable.line(problem(e)));
        } catch (YamlEngineException e) {
            findings.add("MANIFEST_SYNTAX", 1, Printable.line(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    /** First line is 1. */
    static int line(Node node) {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    }

    /** As written; a collection or null has none. */
    static Optional<String> text(Node node) {
        boolean isNull = node.getTag().equals(Tag.NULL);
        return node instanceof ScalarNode scalar && !isNull
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    private static boolean allowed(String text, Findings findings) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            depth += depthChange(event);
            Optional<String> objection =
                    depth > DEEPEST
                            ? Optional.of("nested more than " + DEEPEST + " levels deep")
                            : objection(event);
            if (objection.isPresent()) {
                int line = event.getStartMark().map(m -> m.getLine() + 1).orElse(1);
                findings.add("MANIFEST_SYNTAX", line, objection.get());
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

    private static Optional<String> objection(Event event) {
        Optional<Anchor> anchor =
                event instanceof NodeEvent node ? node.getAnchor() : Optional.empty();
        if (event instanceof AliasEvent || anchor.isPresent()) {
            return Optional.of("anchors and aliases are not part of a manifest");
        }
        Optional<String> tag =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag();
                    case CollectionStartEvent start -> start.getTag();
                    default -> Optional.empty();
                };
        return tag.map(t -> "tags are not part of a manifest: " + Printable.line(t));
    }
}
