package dev.actionbus.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.payload.ParamsSchema.Compiled;
import dev.actionbus.payload.ParamsSchema.Finding;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParamsSchemaTest {

    private static final String EPOCH =
            """
            {"type": "object",
             "required": ["runId", "epochNumber"],
             "additionalProperties": false,
             "properties": {
               "runId": {"type": "string", "minLength": 1},
               "epochNumber": {"type": "integer", "minimum": 1},
               "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}}},
             "$defs": {"tag": {"type": "string", "pattern": "^[a-z]+$"}}}
            """;

    @Test
    void goodParamsHaveNoFindings() {
        assertThat(good(EPOCH).check("{\"runId\":\"r\",\"epochNumber\":3,\"tags\":[\"a\"]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"runId\":\"\",\"epochNumber\":1} | /runId",
                "{\"runId\":\"r\",\"epochNumber\":0} | /epochNumber",
                "{\"runId\":\"r\",\"epochNumber\":1.5} | /epochNumber",
                "{\"runId\":\"r\",\"epochNumber\":1,\"tags\":[\"a\",\"B\"]} | /tags/1",
            })
    void aFindingPointsAtItsPlace(String params, String pointer) {
        assertThat(good(EPOCH).check(params)).extracting(Finding::pointer).containsExactly(pointer);
    }

    @Test
    void whatIsMissingOrTooMuchIsNamed() {
        assertThat(good(EPOCH).check("{\"color\":1}"))
                .extracting(Finding::message)
                .anyMatch(m -> m.contains("runId"))
                .anyMatch(m -> m.contains("epochNumber"))
                .anyMatch(m -> m.contains("color"));
    }

    @Test
    void atMostTenFindingsAreTold() {
        String tags =
                IntStream.range(0, 50)
                        .mapToObj(i -> "\"B\"")
                        .collect(Collectors.joining(",", "[", "]"));
        assertThat(good(EPOCH).check("{\"runId\":\"r\",\"epochNumber\":1,\"tags\":" + tags + "}"))
                .hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/schema.json",
                "https://169.254.169.254/latest",
                "file:///etc/passwd",
                "other.json",
                "urn:x:y"
            })
    void aReferenceToTheOutsideIsRefusedAndNeverFollowed(String target) {
        Compiled made =
                ParamsSchema.compile("{\"properties\":{\"a\":{\"$ref\":\"" + target + "\"}}}");
        assertThat(made)
                .isInstanceOfSatisfying(
                        Compiled.Bad.class,
                        bad -> {
                            assertThat(bad.code()).isEqualTo("SCHEMA_REMOTE_REF");
                            assertThat(bad.message()).contains(target);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"x\"",
                "",
                "{\"type\":\"strin\"}",
                "{\"type\":7}",
                "{\"minimum\":\"one\"}",
                "{\"properties\":[]}",
                "{\"$ref\":\"#/$defs/missing\"}",
                "{\"pattern\":\"(\"}",
                "{\"$ref\":\"#\"}",
                "{\"allOf\":[{\"$ref\":\"#\"}]}",
                "{\"properties\":{\"a\":{\"$ref\":\"#/properties/a\"}}}",
                "{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}}}"
            })
    void whatIsNoSchemaIsRefused(String text) {
        assertThat(ParamsSchema.compile(text))
                .isInstanceOfSatisfying(
                        Compiled.Bad.class,
                        bad -> assertThat(bad.code()).isEqualTo("SCHEMA_INVALID"));
    }

    @Test
    void aSchemaMayReferToItself() {
        ParamsSchema tree =
                good(
                        "{\"type\":\"object\",\"properties\":{\"child\":{\"$ref\":\"#\"},\"n\":{\"type\":\"number\"}}}");
        assertThat(tree.check("{\"child\":{\"child\":{\"n\":1}}}")).isEmpty();
        assertThat(tree.check("{\"child\":{\"child\":{\"n\":\"1\"}}}"))
                .extracting(Finding::pointer)
                .containsExactly("/child/child/n");
    }

    @Test
    void aCircleThatOnlySomeParamsEnterEndsAsAFinding() {
        ParamsSchema schema =
                good("{\"properties\":{\"a\":{\"allOf\":[{\"$ref\":\"#/properties/a\"}]}}}");
        assertThat(schema.check("{}")).isEmpty();
        assertThat(schema.check("{\"a\":1}")).hasSize(1);
    }

    @Test
    void anOlderDraftIsReadAsItIs() {
        assertThat(
                        good("{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"required\":[\"a\"]}")
                                .check("{}"))
                .hasSize(1);
    }

    private static ParamsSchema good(String text) {
        return switch (ParamsSchema.compile(text)) {
            case Compiled.Good(ParamsSchema schema) -> schema;
            case Compiled.Bad bad -> throw new AssertionError(bad.toString());
        };
    }
}
