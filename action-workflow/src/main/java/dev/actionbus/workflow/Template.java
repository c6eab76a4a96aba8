package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JSON whose texts may hold expressions, compiled once. A text that is wholly one {@code ${...}}
 * becomes the value; inside a longer text a value becomes text. {@code $${} stands for the
 * characters {@code ${}. Safe to share between threads.
 */
public final class Template {

    /** A part of a template. */
    private sealed interface Part {
        record Fixed(JsonNode value) implements Part {}

        record Whole(Expression expression) implements Part {}

        record Text(List<Part> pieces) implements Part {}

        record Fields(Map<String, Part> fields) implements Part {}

        record Items(List<Part> items) implements Part {}
    }

    private final Part root;
    private final List<Expression> expressions;

    private Template(Part root, List<Expression> expressions) {
        this.root = root;
        this.expressions = expressions;
    }

    /**
     * Throws the first {@link WrongExpression}.
     *
     * @param names what the expressions may read
     */
    public static Template of(JsonNode value, Set<String> names) {
        return of(value, names, Compiling.strictly());
    }

    static Template of(JsonNode value, Set<String> names, Compiling how) {
        Compile compile = new Compile(names, how, new ArrayList<>());
        Part root = compile.part("", value);
        return new Template(root, List.copyOf(compile.found));
    }

    /** All expressions in it. */
    public List<Expression> expressions() {
        return expressions;
    }

    /**
     * Whether it is nothing but one path, such as {@code ${steps.a.result}}: handed on as it is.
     */
    public boolean isReference() {
        return root instanceof Part.Whole whole && whole.expression().isPath();
    }

    /**
     * The JSON with all expressions replaced; the first that has no value ends it.
     *
     * @param scope a value for each name that is read
     */
    public Evaluated fill(Map<String, JsonNode> scope) {
        return fill(root, scope);
    }

    private static Evaluated fill(Part part, Map<String, JsonNode> scope) {
        if (part instanceof Part.Whole whole) {
            return whole.expression().evaluate(scope);
        } else if (part instanceof Part.Text text) {
            return text(text, scope);
        } else if (part instanceof Part.Fields fields) {
            ObjectNode object = Json.object();
            for (Map.Entry<String, Part> field : fields.fields().entrySet()) {
                Evaluated value = fill(field.getValue(), scope);
                if (value instanceof Evaluated.Failed why) {
                    return why.in("/" + escaped(field.getKey()));
                }
                object.set(field.getKey(), ((Evaluated.Value) value).value());
            }
            return new Evaluated.Value(object);
        } else if (part instanceof Part.Items items) {
            ArrayNode list = Json.list();
            for (Part item : items.items()) {
                Evaluated value = fill(item, scope);
                if (value instanceof Evaluated.Failed why) {
                    return why.in("/" + list.size());
                }
                list.add(((Evaluated.Value) value).value());
            }
            return new Evaluated.Value(list);
        }
        return new Evaluated.Value(((Part.Fixed) part).value());
    }

    private static Evaluated text(Part.Text text, Map<String, JsonNode> scope) {
        StringBuilder whole = new StringBuilder();
        for (Part piece : text.pieces()) {
            Evaluated value = fill(piece, scope);
            if (!(value instanceof Evaluated.Value good)) {
                return value;
            }
            JsonNode found = good.value();
            whole.append(found.isTextual() ? found.textValue() : Json.canonical(found));
            if (whole.length() > Budget.MAX_CHARS) {
                return new Evaluated.Failed("EXPRESSION_LIMIT", "a text becomes too long");
            }
        }
        return new Evaluated.Value(Json.NODES.textNode(whole.toString()));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private record Compile(Set<String> names, Compiling how, List<Expression> found) {

        Part part(String pointer, JsonNode value) {
            if (value.isTextual()) {
                return text(pointer, value);
            } else if (value.isObject()) {
                Map<String, Part> fields = new LinkedHashMap<>();
                value.properties()
                        .forEach(e ->
                                fields.put(
                                        e.getKey(),
                                        part(pointer + "/" + escaped(e.getKey()), e.getValue())));
                return new Part.Fields(fields);
            } else if (value.isArray()) {
                List<Part> items = new ArrayList<>();
                for (int i = 0; i < value.size(); i++) {
                    items.add(part(pointer + "/" + i, value.get(i)));
                }
                return new Part.Items(items);
            }
            return new Part.Fixed(value);
        }

        private Part text(String pointer, JsonNode value) {
            try {
                List<TextPieces.Piece> pieces = TextPieces.of(value.textValue());
                List<Part> parts = new ArrayList<>();
                for (TextPieces.Piece piece : pieces) {
                    parts.add(
                            piece.expression()
                                    ? expression(piece.text())
                                    : new Part.Fixed(Json.NODES.textNode(piece.text())));
                }
                return parts.size() == 1 ? parts.get(0) : new Part.Text(parts);
            } catch (WrongExpression e) {
                how.wrong().accept(pointer, e);
                return new Part.Fixed(value);
            }
        }

        private Part expression(String text) {
            Expression expression = how.make().apply(text, names);
            found.add(expression);
            return new Part.Whole(expression);
        }
    }
}
