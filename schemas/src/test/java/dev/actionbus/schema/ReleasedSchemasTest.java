package dev.actionbus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * FULL_TRANSITIVE: today's records read all that was ever released, and the other way round.
 *
 * <p>Sub-directories hold the stores' own records, which nobody else reads.
 *
 * <p>Judged by Avro's {@link SchemaCompatibility}: its {@code SchemaValidator} lets changed enum
 * symbols and renamed records pass.
 */
final class ReleasedSchemasTest {

    private static final Path TODAY = Path.of("src/main/avro");
    private static final Path RELEASED = Path.of("src/test/resources/released");

    @TestFactory
    Stream<DynamicTest> everyReleasedSchemaIsStillThereAndCompatible() throws IOException {
        Map<String, Schema> today = schemasIn(TODAY);
        Map<String, List<Schema>> released = releasedByName();
        assertThat(released).as("released schemas").hasSizeGreaterThanOrEqualTo(33);
        return released.entrySet().stream()
                .map(entry ->
                        DynamicTest.dynamicTest(
                                entry.getKey(),
                                () -> {
                                    assertThat(today).containsKey(entry.getKey());
                                    Schema now = get(today, entry.getKey());
                                    assertThat(breaks(now, entry.getValue())).isEmpty();
                                }));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "field added without default | CancelRequested | \"fields\": [ "
                        + "| \"fields\": [{\"name\": \"urgency\", \"type\": \"int\"}, ",
                "field without default removed | Coordinates "
                        + "| ,{\"name\":\"offset\",\"type\":\"long\"} | ",
                "field renamed | CancelRequested | \"reason\" | \"why\"",
                "type changed | Coordinates | \"long\" | \"string\"",
                "type widened, so the old can not read it | Coordinates | \"int\" | \"long\"",
                "null no longer allowed | Heartbeat | [\"null\",\"double\"] | \"double\"",
                "enum symbol added | Mode | \"ONCE\" | \"ONCE\",\"NEVER\"",
                "enum symbol removed | Mode | ,\"ONCE\" | ",
                "record renamed | Coordinates | \"Coordinates\" | \"Place\""
            })
    void plantedBreakIsFound(String what, String record, String find, String put)
            throws IOException {
        Schema schema = get(schemasIn(TODAY), "dev.actionbus.event." + record);
        String json = withoutDocsAndDefaults(schema);
        String wanted = find.replace(" ", "");
        assertThat(json).as(what).contains(wanted);
        String broken = json.replace(wanted, put == null ? "" : put);
        Schema changed = new Schema.Parser().parse(broken);
        assertThat(breaks(changed, get(releasedByName(), schema.getFullName()))).isNotEmpty();
    }

    @Test
    void optionalFieldMayBeAdded() throws IOException {
        Schema schema = get(schemasIn(TODAY), "dev.actionbus.event.Coordinates");
        String json = withoutDocsAndDefaults(schema);
        String more =
                json.replace(
                        "\"fields\":[",
                        "\"fields\":[{\"name\":\"cluster\",\"type\":[\"null\",\"string\"],"
                                + "\"default\":null},");
        assertThat(more).isNotEqualTo(json);
        Schema changed = new Schema.Parser().parse(more);
        assertThat(breaks(changed, get(releasedByName(), schema.getFullName()))).isEmpty();
    }

    /** What stands in the way of either side reading the other. */
    private static List<Incompatibility> breaks(Schema now, List<Schema> released) {
        return released.stream()
                .flatMap(then ->
                        Stream.of(
                                SchemaCompatibility.checkReaderWriterCompatibility(now, then),
                                SchemaCompatibility.checkReaderWriterCompatibility(then, now)))
                .flatMap(both -> both.getResult().getIncompatibilities().stream())
                .toList();
    }

    private static <T> T get(Map<String, T> byName, String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    private static String withoutDocsAndDefaults(Schema schema) {
        return schema.toString()
                .replaceAll("\"doc\":\"[^\"]*\",?", "")
                .replaceAll(",?\"default\":(null|\\[]|\\{})", "")
                .replace(",}", "}");
    }

    private static Map<String, List<Schema>> releasedByName() throws IOException {
        try (Stream<Path> versions = Files.list(RELEASED)) {
            return versions.sorted()
                    .flatMap(version -> schemasIn(version).values().stream())
                    .collect(Collectors.groupingBy(Schema::getFullName));
        }
    }

    private static Map<String, Schema> schemasIn(Path directory) {
        SchemaParser parser = new SchemaParser();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                parser.parse(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("reading " + directory, e);
        }
        return parser.getParsedNamedSchemas().stream()
                .collect(Collectors.toMap(Schema::getFullName, Function.identity()));
    }
}
