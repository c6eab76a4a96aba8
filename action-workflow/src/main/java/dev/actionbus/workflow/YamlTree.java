package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.document.Printable;
import dev.actionbus.document.SafeYaml;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML document as the JSON it stands for, with the line of each value. */
final class YamlTree {

    private static final int LONGEST_NUMBER = 100;

    private final Errors errors;
    private final Map<String, Integer> lines;

    private YamlTree(Errors errors, Map<String, Integer> lines) {
        this.errors = errors;
        this.lines = lines;
    }

    /**
     * @param lines takes the line of each value by its JSON pointer
     */
    static Optional<JsonNode> read(String text, Errors errors, Map<String, Integer> lines) {
        YamlTree tree = new YamlTree(errors, lines);
        return SafeYaml.compose(
                        text,
                        "a workflow",
                        (line, message) -> {
                            lines.putIfAbsent("", line);
                            errors.add("WORKFLOW_SYNTAX", "", message);
                        })
                .map(root -> tree.value("", root));
    }

    private JsonNode value(String pointer, Node node) {
        lines.put(pointer, SafeYaml.line(node));
        if (node instanceof MappingNode mapping) {
            return object(pointer, mapping);
        } else if (node instanceof SequenceNode sequence) {
            ArrayNode list = Json.list();
            for (Node item : sequence.getValue()) {
                list.add(value(pointer + "/" + list.size(), item));
            }
            return list;
        }
        return scalar(pointer, (ScalarNode) node);
    }

    private JsonNode object(String pointer, MappingNode mapping) {
        ObjectNode object = Json.object();
        for (NodeTuple entry : mapping.getValue()) {
            Optional<String> key = SafeYaml.text(entry.getKeyNode());
            if (key.isEmpty()) {
                errors.add("WORKFLOW_SYNTAX", pointer, "a key is plain text");
                continue;
            }
            String at = pointer + "/" + key.get().replace("~", "~0").replace("/", "~1");
            JsonNode value = value(at, entry.getValueNode());
            // A value may begin below its key; people look for the key.
            lines.put(at, SafeYaml.line(entry.getKeyNode()));
            if (object.has(key.get())) {
                errors.add(
                        "WORKFLOW_SYNTAX",
                        at,
                        "the key " + Printable.line(key.get(), 64) + " is there twice");
            }
            object.set(key.get(), value);
        }
        return object;
    }

    private JsonNode scalar(String pointer, ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return Json.NODES.nullNode();
        } else if (tag.equals(Tag.BOOL)) {
            return Json.NODES.booleanNode(Boolean.parseBoolean(text));
        } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(pointer, text, tag.equals(Tag.INT));
        }
        return Json.NODES.textNode(text);
    }

    private JsonNode number(String pointer, String text, boolean whole) {
        try {
            if (text.length() <= LONGEST_NUMBER) {
                return whole ? integer(text) : Json.NODES.numberNode(new BigDecimal(text));
            }
        } catch (NumberFormatException e) {
            // Infinity and the like, which JSON does not have.
        }
        errors.add("WORKFLOW_SYNTAX", pointer, Printable.line(text, 64) + " is no number of JSON");
        return Json.NODES.nullNode();
    }

    private static JsonNode integer(String text) {
        BigInteger number = new BigInteger(text);
        int bits = number.bitLength();
        if (bits < Integer.SIZE) {
            return Json.NODES.numberNode(number.intValueExact());
        }
        return bits < Long.SIZE
                ? Json.NODES.numberNode(number.longValueExact())
                : Json.NODES.numberNode(number);
    }
}
