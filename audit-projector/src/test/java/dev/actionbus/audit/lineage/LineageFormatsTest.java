package dev.actionbus.audit.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.actionbus.audit.lineage.LineageQuery.Direction;
import dev.actionbus.audit.lineage.LineageQuery.Scope;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.server.OpenLineage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The forms of an answer, against files that were looked at by people.
 *
 * <p>OpenLineage's library is published without the JSON schemas it was generated from, so {@code
 * openlineage-2-0-2.schema.json} has their rules written down again. The library's own model of a
 * receiving server is the second witness.
 */
final class LineageFormatsTest {

    private static final Pattern SCHEMA_URL = Pattern.compile("chemaURL\":\"([^\"]+)\"");
    private static final Set<String> TERMINAL = Set.of("COMPLETE", "FAIL", "ABORT");

    private final Lineage model =
            LineageTraceTest.ofData(Story.training().graph(), "model:r", Scope.DEFAULT);
    private final Lineage all =
            LineageTraceTest.ofData(
                    Story.training().graph(), "model:r", new Scope(Direction.BOTH, 99, 1000));

    @Test
    void textIsATree() {
        assertThat(LineageText.of(model)).isEqualTo(golden("model.txt"));
    }

    @Test
    void bothDirectionsAreTwoTreesAndTheRest() {
        assertThat(LineageText.of(all)).isEqualTo(golden("all.txt"));
    }

    @Test
    void jsonIsOneLineAndComesBackToTheLetter() {
        String json = LineageJson.of(model);
        assertThat(json + "\n").isEqualTo(golden("model.json"));
        assertThat(LineageJson.read(json)).isEqualTo(model);
        assertThat(LineageJson.of(LineageJson.read(json))).isEqualTo(json);
    }

    @Test
    void dotDrawsActionsAndData() {
        assertThat(LineageDot.of(all)).isEqualTo(golden("all.dot"));
    }

    @Test
    void openLineageIsOneEventALine() {
        assertThat(String.join("\n", OpenLineageEvents.of(all)) + "\n")
                .isEqualTo(golden("all.openlineage.ndjson"));
    }

    @Test
    void everyRunHasOneStartAndOneTerminalEventOnceItHasEnded() throws IOException {
        Map<String, Integer> starts = new HashMap<>();
        Map<String, Integer> ends = new HashMap<>();
        for (String event : OpenLineageEvents.of(all)) {
            JsonNode read = LineageJson.JSON.readTree(event);
            String run = read.at("/run/runId").asText();
            String type = read.path("eventType").asText();
            (TERMINAL.contains(type) ? ends : starts).merge(run, 1, Integer::sum);
        }
        assertThat(starts).hasSize(8).containsKey(Story.id("evaluate"));
        assertThat(ends).hasSize(7).doesNotContainKey(Story.id("evaluate"));
        assertThat(starts.values()).containsOnly(1);
        assertThat(ends.values()).containsOnly(1);
    }

    @Test
    void everyEventIsValidByTheOpenLineageSchema() {
        JsonSchema schema = openLineage();
        for (String event : OpenLineageEvents.of(all)) {
            assertThat(errors(schema, event)).as(event).isEmpty();
        }
    }

    /** Another version of the library may name others: then the fixture has to follow. */
    @Test
    void theSchemaIsOfTheVersionsThatTheEventsName() {
        String spec = "https://openlineage.io/spec/";
        assertThat(OpenLineageEvents.of(all))
                .flatExtracting(event ->
                        SCHEMA_URL.matcher(event).results().map(url -> url.group(1)).toList())
                .containsOnly(
                        spec + "2-0-2/OpenLineage.json#/$defs/RunEvent",
                        spec + "2-0-2/OpenLineage.json#/$defs/DatasetFacet",
                        spec + "facets/1-1-0/ParentRunFacet.json#/$defs/ParentRunFacet",
                        spec
                                + "facets/1-0-1/DatasetVersionDatasetFacet.json"
                                + "#/$defs/DatasetVersionDatasetFacet");
    }

    @Test
    void aServerOfOpenLineageReadsEveryEventAsItWasWritten() throws IOException {
        for (String event : OpenLineageEvents.of(all)) {
            OpenLineage.RunEvent read =
                    OpenLineageClientUtils.fromJson(event, new TypeReference<>() {});
            assertThat(LineageJson.JSON.readTree(OpenLineageClientUtils.toJson(read)))
                    .isEqualTo(LineageJson.JSON.readTree(event));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"runId\":\"x|\"runId\":\"",
                "\"COMPLETE\"|\"DONE\"",
                "\"_producer\"|\"_made\"",
                "\"datasetVersion\"|\"version\"",
                "\"eventTime\":\"2026|\"eventTime\":\"long ago 2026",
                "\"namespace\":\"actionbus.default\",|",
                "\"producer\"|\"maker\"",
            })
    void theSchemaFindsAnEventThatIsNotValid(String change) {
        String[] fromTo = change.split("\\|", -1);
        String from = fromTo[0].replace("\"runId\":\"x", "\"runId\":\"");
        String to = change.startsWith("\"runId\"") ? "\"runId\":\"no-" : fromTo[1];
        String event =
                OpenLineageEvents.of(all).stream()
                        .filter(e -> e.contains("COMPLETE") && e.contains("\"parent\""))
                        .findFirst()
                        .orElseThrow();
        assertThat(event).contains(from);
        assertThat(errors(openLineage(), event.replace(from, to))).isNotEmpty();
    }

    private static List<String> errors(JsonSchema schema, String event) {
        return schema
                .validate(
                        event,
                        InputFormat.JSON,
                        context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static JsonSchema openLineage() {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(golden("openlineage-2-0-2.schema.json"));
    }

    private static String golden(String name) {
        try (InputStream in = LineageFormatsTest.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
