package dev.actionbus.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.actionbus.embedded.registry.LogEntry.SchemaVersion;
import dev.actionbus.wire.RegistryUnavailable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * Confluent Schema Registry's REST operations as methods, for any HTTP layer: path segments and
 * bodies in, status and JSON out. Refusals are {@code {"error_code", "message"}} with Confluent's
 * codes; 50001 when Kafka does not answer. Only Avro without references; deletes are soft.
 */
public final class RegistryApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LATEST = "latest";
    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;
    private static final int STORE_ERROR = 50001;

    private final TopicSchemaRegistry registry;

    public RegistryApi(TopicSchemaRegistry registry) {
        this.registry = registry;
    }

    /** {@code GET /subjects} */
    public RegistryAnswer subjects() {
        return answer(() -> registry.read(SchemaStore::subjects));
    }

    /** {@code GET /subjects/{subject}/versions} */
    public RegistryAnswer versions(String subject) {
        return answer(() ->
                registry.read(store -> known(store, subject)).stream()
                        .map(SchemaVersion::version)
                        .toList());
    }

    /**
     * {@code GET /subjects/{subject}/versions/{version}}
     *
     * @param version a number, {@code latest} or -1
     */
    public RegistryAnswer version(String subject, String version) {
        return answer(() -> shown(registry.read(store -> find(store, subject, version))));
    }

    /** {@code GET /subjects/{subject}/versions/{version}/schema} */
    public RegistryAnswer versionSchema(String subject, String version) {
        return raw(() -> registry.read(store -> find(store, subject, version)).schema());
    }

    /** {@code POST /subjects/{subject}/versions}, body {@code {"schema": "..."}} */
    public RegistryAnswer register(String subject, String body) {
        return answer(() -> Map.of("id", registry.register(subject, schemaIn(body))));
    }

    /** {@code POST /subjects/{subject}}: is this schema registered here, and as what? */
    public RegistryAnswer lookup(String subject, String body) {
        return answer(() -> {
            String canonical = parsed(schemaIn(body)).toString();
            return registry.read(store -> {
                known(store, subject);
                return store.version(subject, canonical)
                        .map(RegistryApi::shown)
                        .orElseThrow(RegistryRefusal::noSchema);
            });
        });
    }

    /** {@code DELETE /subjects/{subject}} */
    public RegistryAnswer deleteSubject(String subject) {
        return answer(() -> registry.change(store -> Decision.deleteSubject(store, subject)));
    }

    /** {@code DELETE /subjects/{subject}/versions/{version}} */
    public RegistryAnswer deleteVersion(String subject, String version) {
        return answer(() ->
                registry.change(store -> Decision.deleteVersion(find(store, subject, version))));
    }

    /** {@code GET /schemas/ids/{id}} */
    public RegistryAnswer schemaById(int id) {
        return answer(() ->
                Map.of("schema", registry.schemaById(id).orElseThrow(RegistryRefusal::noSchema)));
    }

    /** {@code GET /schemas/ids/{id}/versions} */
    public RegistryAnswer versionsOfId(int id) {
        return answer(() -> registry.read(store -> versionsOfId(store, id)));
    }

    /** {@code GET /schemas/types} */
    public RegistryAnswer types() {
        return answer(() -> List.of("AVRO"));
    }

    /** {@code POST /compatibility/subjects/{subject}/versions/{version}} */
    public RegistryAnswer compatible(String subject, String version, String body) {
        return answer(() -> {
            Schema candidate = parsed(schemaIn(body));
            List<String> problems =
                    registry.read(store ->
                            Decision.problems(
                                    store,
                                    subject,
                                    candidate,
                                    List.of(find(store, subject, version))));
            return Map.of("is_compatible", problems.isEmpty(), "messages", problems);
        });
    }

    /** {@code GET /config} */
    public RegistryAnswer config() {
        return answer(() -> Map.of("compatibilityLevel", registry.read(SchemaStore::level).name()));
    }

    /** {@code PUT /config}, body {@code {"compatibility": "FULL"}} */
    public RegistryAnswer setConfig(String body) {
        return answer(() -> setLevel(Optional.empty(), body));
    }

    /**
     * {@code GET /config/{subject}}
     *
     * @param defaultToGlobal the query parameter of this name: answer the global level rather than
     *     404 if the subject has none of its own
     */
    public RegistryAnswer config(String subject, boolean defaultToGlobal) {
        return answer(() -> {
            Compatibility level = registry.read(store -> level(store, subject, defaultToGlobal));
            return Map.of("compatibilityLevel", level.name());
        });
    }

    /** {@code PUT /config/{subject}} */
    public RegistryAnswer setConfig(String subject, String body) {
        return answer(() -> setLevel(Optional.of(subject), body));
    }

    /** {@code GET /mode} */
    public RegistryAnswer mode() {
        return answer(() -> Map.of("mode", "READWRITE"));
    }

    private Map<String, String> setLevel(Optional<String> subject, String body) {
        Compatibility level =
                Compatibility.named(tree(body).path("compatibility").asText())
                        .orElseThrow(RegistryRefusal::invalidLevel);
        registry.change(store -> Decision.setLevel(subject, level));
        return Map.of("compatibility", level.name());
    }

    private static Compatibility level(SchemaStore store, String subject, boolean orGlobal) {
        return store.level(subject)
                .or(() -> orGlobal ? Optional.of(store.level()) : Optional.empty())
                .orElseThrow(() -> RegistryRefusal.noLevel(subject));
    }

    private static List<Map<String, Object>> versionsOfId(SchemaStore store, int id) {
        if (store.schema(id).isEmpty()) {
            throw RegistryRefusal.noSchema();
        }
        return store.versionsOf(id).stream()
                .<Map<String, Object>>map(
                        it -> Map.of("subject", it.subject(), "version", it.version()))
                .toList();
    }

    private static List<SchemaVersion> known(SchemaStore store, String subject) {
        List<SchemaVersion> versions = store.versions(subject);
        if (versions.isEmpty()) {
            throw RegistryRefusal.noSubject(subject);
        }
        return versions;
    }

    private static SchemaVersion find(SchemaStore store, String subject, String version) {
        List<SchemaVersion> versions = known(store, subject);
        if (version.equals(LATEST) || version.equals("-1")) {
            return versions.getLast();
        }
        int number = number(version);
        return versions.stream()
                .filter(it -> it.version() == number)
                .findFirst()
                .orElseThrow(() -> RegistryRefusal.noVersion(number));
    }

    private static int number(String version) {
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw RegistryRefusal.invalidVersion(version);
        }
        return Integer.parseInt(version);
    }

    private static Map<String, Object> shown(SchemaVersion version) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("subject", version.subject());
        shown.put("version", version.version());
        shown.put("id", version.id());
        shown.put("schema", version.schema());
        return shown;
    }

    private static String schemaIn(String body) {
        JsonNode tree = tree(body);
        if (!tree.path("schemaType").asText("AVRO").equals("AVRO")
                || !tree.path("references").isEmpty()) {
            throw RegistryRefusal.invalidSchema("only AVRO without references is served here");
        }
        if (!tree.path("schema").isTextual()) {
            throw RegistryRefusal.invalidSchema("the body has no text \"schema\"");
        }
        return tree.path("schema").asText();
    }

    private static Schema parsed(String text) {
        return AvroText.parse(text)
                .orElseThrow(() -> RegistryRefusal.invalidSchema("not an Avro schema"));
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw RegistryRefusal.malformed("the body is not JSON");
        }
    }

    private static RegistryAnswer answer(Supplier<Object> operation) {
        return raw(() -> json(operation.get()));
    }

    private static RegistryAnswer raw(Supplier<String> operation) {
        try {
            return new RegistryAnswer(OK, operation.get());
        } catch (RegistryRefusal e) {
            return error(e.status(), e.code(), e.getMessage());
        } catch (RegistryUnavailable e) {
            return error(SERVER_ERROR, STORE_ERROR, "Error in the backend data store");
        }
    }

    private static RegistryAnswer error(int status, int code, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error_code", code);
        body.put("message", message);
        return new RegistryAnswer(status, json(body));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers", e);
        }
    }
}
