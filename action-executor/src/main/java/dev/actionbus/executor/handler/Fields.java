package dev.actionbus.executor.handler;

import dev.actionbus.document.Nearest;
import dev.actionbus.document.Printable;
import dev.actionbus.document.SafeYaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of a manifest, read strictly: each key once, each known, each of its kind. What is
 * wrong goes to the findings and reads as absent.
 */
final class Fields {

    private final int line;
    private final Findings findings;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /** All keys are welcome. */
    Fields(MappingNode mapping, Findings findings) {
        this.line = SafeYaml.line(mapping);
        this.findings = findings;
        for (NodeTuple entry : mapping.getValue()) {
            add(entry);
        }
    }

    private void add(NodeTuple entry) {
        int at = SafeYaml.line(entry.getKeyNode());
        Optional<String> key = SafeYaml.text(entry.getKeyNode());
        if (key.isEmpty()) {
            findings.add("MANIFEST_SYNTAX", at, "a key is plain text");
        } else if (values.putIfAbsent(key.get(), entry.getValueNode()) != null) {
            String name = Printable.line(key.get());
            findings.add("MANIFEST_SYNTAX", at, "the key " + name + " is there twice");
        }
    }

    /**
     * Refuses every key but these.
     *
     * @param where what the mapping is, for the message
     * @param later keys of the contract that this version does not know yet
     */
    Fields only(String where, Set<String> known, Set<String> later) {
        values.forEach((key, value) -> {
            if (later.contains(key)) {
                String message = "%s: %s is not supported yet".formatted(where, key);
                findings.add("NOT_SUPPORTED_YET", SafeYaml.line(value), message);
            } else if (!known.contains(key)) {
                unknown(where, key, known);
            }
        });
        return this;
    }

    private void unknown(String where, String key, Set<String> known) {
        String hint = Nearest.among(key, known);
        findings.add(
                "FIELD_UNKNOWN", lineOf(key), where + " has no key " + Printable.line(key) + hint);
    }

    Set<String> keys() {
        return values.keySet();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Of the key's value; of the mapping where there is none. */
    int lineOf(String key) {
        Node value = values.get(key);
        return value == null ? line : SafeYaml.line(value);
    }

    /** As written, so that numbers and booleans serve as text too. */
    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).flatMap(value -> scalar(key, value));
    }

    Optional<List<String>> texts(String key) {
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof SequenceNode list)) {
            return invalid(key, "is a list, such as [a, b]");
        }
        List<String> texts = new ArrayList<>();
        for (Node item : list.getValue()) {
            scalar(key, item).ifPresent(texts::add);
        }
        return texts.size() == list.getValue().size() ? Optional.of(texts) : Optional.empty();
    }

    boolean isMapping(String key) {
        return values.get(key) instanceof MappingNode;
    }

    Optional<Fields> mapping(String key) {
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        return value instanceof MappingNode mapping
                ? Optional.of(new Fields(mapping, findings))
                : invalid(key, "is a mapping");
    }

    List<Fields> mappings(String key) {
        if (!(values.get(key) instanceof SequenceNode list)) {
            invalid(key, "is a list");
            return List.of();
        }
        List<Fields> all = new ArrayList<>();
        for (Node item : list.getValue()) {
            if (item instanceof MappingNode mapping) {
                all.add(new Fields(mapping, findings));
            } else {
                findings.add("FIELD_INVALID", SafeYaml.line(item), key + " holds mappings");
            }
        }
        return all;
    }

    private Optional<String> scalar(String key, Node value) {
        Optional<String> text = SafeYaml.text(value).filter(t -> t.indexOf('\0') < 0);
        if (text.isEmpty()) {
            String message = Printable.line(key) + " is text without NUL";
            findings.add("FIELD_INVALID", SafeYaml.line(value), message);
        }
        return text;
    }

    private <T> Optional<T> invalid(String key, String rule) {
        findings.add("FIELD_INVALID", lineOf(key), key + " " + rule);
        return Optional.empty();
    }
}
