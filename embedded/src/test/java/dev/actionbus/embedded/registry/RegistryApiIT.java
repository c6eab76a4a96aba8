package dev.actionbus.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.actionbus.embedded.broker.BrokerOptions;
import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.embedded.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers a Confluent client relies on. */
final class RegistryApiIT {

    @TempDir static Path data;
    private static EmbeddedBroker broker;
    private static TopicSchemaRegistry registry;
    private static RegistryApi api;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerOptions.in(data).withDurability(Durability.OS));
        registry = TopicSchemaRegistry.open(Map.of("bootstrap.servers", broker.bootstrapServers()));
        api = new RegistryApi(registry);
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void aSubjectLivesAndDies() {
        String schema = AvroText.canonical(Schemas.fields("life"));
        RegistryAnswer registered = api.register("life", body(schema));
        String id = registered.body().replaceAll("[^0-9]", "");
        assertThat(registered).isEqualTo(ok("{\"id\":" + id + "}"));
        RegistryAnswer shown =
                ok(
                        "{\"subject\":\"life\",\"version\":1,\"id\":%s,\"schema\":%s}"
                                .formatted(id, quoted(schema)));
        assertThat(api.version("life", "1")).isEqualTo(shown);
        assertThat(api.version("life", "latest")).isEqualTo(shown);
        assertThat(api.lookup("life", body(schema))).isEqualTo(shown);
        assertThat(api.versionSchema("life", "1")).isEqualTo(ok(schema));
        assertThat(api.versions("life")).isEqualTo(ok("[1]"));
        assertThat(api.subjects().body()).contains("\"life\"");
        assertThat(api.schemaById(Integer.parseInt(id)))
                .isEqualTo(ok("{\"schema\":" + quoted(schema) + "}"));
        assertThat(api.versionsOfId(Integer.parseInt(id)).body())
                .contains("\"subject\":\"life\"")
                .contains("\"version\":1");
        assertThat(api.deleteVersion("life", "1")).isEqualTo(ok("1"));
        assertThat(api.register("life", body(schema))).isEqualTo(registered);
        assertThat(api.deleteSubject("life")).isEqualTo(ok("[2]"));
        assertError(api.versions("life"), 404, 40401);
        assertThat(api.schemaById(Integer.parseInt(id)).status()).isEqualTo(200);
    }

    @Test
    void refusalsHaveConfluentsCodes() {
        api.register("codes", body(Schemas.fields("a")));
        assertError(api.versions("nobody"), 404, 40401);
        assertError(api.version("codes", "9"), 404, 40402);
        assertError(api.lookup("codes", body(Schemas.fields("other"))), 404, 40403);
        assertError(api.schemaById(4711), 404, 40403);
        assertError(api.config("codes", false), 404, 40408);
        assertError(api.register("codes", body("{}")), 422, 42201);
        assertError(api.register("codes", "{\"schemaType\":\"JSON\"}"), 422, 42201);
        assertError(api.version("codes", "0"), 422, 42202);
        assertError(api.setConfig("{\"compatibility\":\"SOMEHOW\"}"), 422, 42203);
        assertError(api.register("codes", body(Schemas.required("id"))), 409, 409);
    }

    @Test
    void levelsAreSetAndAskedFor() {
        assertThat(api.config("levels", true))
                .isEqualTo(ok("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}"));
        assertThat(api.setConfig("levels", "{\"compatibility\":\"NONE\"}"))
                .isEqualTo(ok("{\"compatibility\":\"NONE\"}"));
        assertThat(api.config("levels", false)).isEqualTo(ok("{\"compatibilityLevel\":\"NONE\"}"));
        assertThat(api.config()).isEqualTo(ok("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}"));
        api.register("levels", body(Schemas.fields("a")));
        assertThat(api.compatible("levels", "latest", body(Schemas.required("id"))).body())
                .contains("\"is_compatible\":true");
        api.setConfig("levels", "{\"compatibility\":\"BACKWARD\"}");
        assertThat(api.compatible("levels", "1", body(Schemas.required("id"))).body())
                .contains("\"is_compatible\":false");
        assertThat(api.mode()).isEqualTo(ok("{\"mode\":\"READWRITE\"}"));
        assertThat(api.types()).isEqualTo(ok("[\"AVRO\"]"));
    }

    private static void assertError(RegistryAnswer answer, int status, int code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error_code\":" + code + ",\"message\":\"");
    }

    private static RegistryAnswer ok(String body) {
        return new RegistryAnswer(200, body);
    }

    private static String body(String schema) {
        return "{\"schema\":" + quoted(schema) + "}";
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
