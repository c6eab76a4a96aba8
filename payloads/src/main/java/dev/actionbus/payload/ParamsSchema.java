package dev.actionbus.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the params of an action must look like: a JSON Schema (2020-12 unless it names another
 * draft). It is whole in itself: a reference to anything outside of it is refused, so nothing is
 * ever loaded.
 */
public final class ParamsSchema {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 256 * 1024;
    private static final int MOST_FINDINGS = 10;
    private static final int LONGEST = 200;
    private static final String REF = "$ref";
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.getInstance(
                    SpecVersion.VersionFlag.V202012,
                    builder ->
                            builder.schemaLoaders(loaders ->
                                    loaders.add(iri -> {
                                        throw new OutsideReference(iri.toString());
                                    })));

    private static final JsonSchemaFactory DRAFTS =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final String text;
    private final JsonSchema schema;

    private ParamsSchema(String text, JsonSchema schema) {
        this.text = text;
        this.schema = schema;
    }

    /** As it was given. */
    public String text() {
        return text;
    }

    /** What became of a text. */
    public sealed interface Compiled {

        /** It is a schema. */
        record Good(ParamsSchema schema) implements Compiled {}

        /**
         * It is not.
         *
         * @param code {@code SCHEMA_INVALID} or {@code SCHEMA_REMOTE_REF}
         * @param message one line
         */
        record Bad(String code, String message) implements Compiled {}
    }

    /**
     * Something the params lack or have too much of.
     *
     * @param pointer JSON Pointer into the params (RFC 6901)
     * @param message one line for people
     */
    public record Finding(String pointer, String message) {}

    private static final class OutsideReference extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutsideReference(String iri) {
            super(iri);
        }
    }

    public static Compiled compile(String text) {
        if (text.length() > LARGEST) {
            return new Compiled.Bad("SCHEMA_INVALID", "a schema has at most 256 KiB");
        }
        try {
            JsonNode tree = JSON.readTree(text);
            if (!tree.isObject()) {
                return new Compiled.Bad("SCHEMA_INVALID", "a schema is a JSON object");
            }
            Optional<String> outside = outsideReference(tree);
            if (outside.isPresent()) {
                return remote(outside.get());
            }
            Optional<String> circle = circle(tree);
            if (circle.isPresent()) {
                return new Compiled.Bad(
                        "SCHEMA_INVALID", "a reference leads back to itself: " + circle.get());
            }
            JsonSchema schema = FACTORY.getSchema(tree, CONFIG);
            schema.initializeValidators();
            Optional<Finding> wrong = againstItsDraft(tree);
            var unused = schema.validate(JSON.createObjectNode()); // which shows endless recursion
            return wrong.<Compiled>map(finding ->
                            new Compiled.Bad(
                                    "SCHEMA_INVALID", finding.pointer() + " " + finding.message()))
                    .orElseGet(() -> new Compiled.Good(new ParamsSchema(text, schema)));
        } catch (JsonProcessingException e) {
            return new Compiled.Bad("SCHEMA_INVALID", "not JSON: " + firstLine(e));
        } catch (OutsideReference e) {
            return remote(String.valueOf(e.getMessage()));
        } catch (JsonSchemaException | IllegalArgumentException | StackOverflowError e) {
            return e.getCause() instanceof OutsideReference outside
                    ? remote(String.valueOf(outside.getMessage()))
                    : new Compiled.Bad("SCHEMA_INVALID", firstLine(e));
        }
    }

    /** The first ten things that are wrong with the params; empty: nothing is. */
    public List<Finding> check(String params) {
        try {
            return schema.validate(params, InputFormat.JSON).stream()
                    .map(ParamsSchema::finding)
                    .distinct()
                    .sorted(Comparator.comparing(Finding::pointer).thenComparing(Finding::message))
                    .limit(MOST_FINDINGS)
                    .toList();
        } catch (StackOverflowError e) {
            return List.of(new Finding("", "the schema refers to itself too often for these"));
        }
    }

    /** References that lead to each other and to nothing else would be followed for ever. */
    private static Optional<String> circle(JsonNode root) {
        for (JsonNode holder : root.findParents(REF)) {
            Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            JsonNode at = holder;
            while (at.path(REF).isTextual()) {
                String target = at.path(REF).asText();
                if (!seen.add(at)) {
                    return Optional.of(target);
                }
                at = target.equals("#") ? root : pointed(root, target);
            }
        }
        return Optional.empty();
    }

    private static Finding finding(ValidationMessage message) {
        String text = message.getMessage();
        String place = message.getInstanceLocation().toString();
        String lead = place + ": ";
        String own = text.startsWith(lead) ? text.substring(lead.length()) : text;
        String line = own.lines().findFirst().orElse("");
        return new Finding(place, line.length() > LONGEST ? line.substring(0, LONGEST) : line);
    }

    private static JsonNode pointed(JsonNode root, String target) {
        return target.startsWith("#/")
                ? root.at(target.substring(1))
                : MissingNode.getInstance(); // an anchor: found when it is used
    }

    /** A keyword of the wrong kind would be passed over by the validator. */
    private static Optional<Finding> againstItsDraft(JsonNode tree) {
        SpecVersion.VersionFlag draft =
                Optional.ofNullable(tree.get("$schema"))
                        .flatMap(name -> SpecVersion.VersionFlag.fromId(name.asText()))
                        .orElse(SpecVersion.VersionFlag.V202012);
        JsonSchema meta = DRAFTS.getSchema(SchemaLocation.of(draft.getId()), CONFIG);
        return meta.validate(tree).stream()
                .map(ParamsSchema::finding)
                .min(Comparator.comparing(Finding::pointer));
    }

    private static Optional<String> outsideReference(JsonNode tree) {
        return Stream.of(REF, "$dynamicRef", "$recursiveRef")
                .flatMap(keyword -> tree.findValuesAsText(keyword).stream())
                .filter(target -> !target.startsWith("#"))
                .findFirst();
    }

    private static Compiled remote(String target) {
        return new Compiled.Bad(
                "SCHEMA_REMOTE_REF", "a schema refers to itself only (#/...), not to " + target);
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
