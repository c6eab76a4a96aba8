package dev.actionbus.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FingerprintTest {

    static List<JsonNode> vectors() {
        return IdentityVectors.fingerprints();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isWhatEveryLanguageComputes(JsonNode vector) {
        String sha256 = vector.get("sha256").textValue();
        assertThat(sha256OfText(vector.get("canonical").textValue())).isEqualTo(sha256);
        assertThat(
                        Fingerprint.of(
                                vector.get("name").textValue(),
                                vector.get("version").intValue(),
                                vector.get("params").textValue()))
                .isEqualTo(sha256);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void makesTheKeyOfAContentInEveryLanguage(JsonNode vector) {
        assertThat(
                        IdempotencyKey.ofContent(
                                        vector.get("name").textValue(),
                                        vector.get("version").intValue(),
                                        vector.get("params").textValue())
                                .value())
                .isEqualTo("content-" + vector.get("sha256").textValue());
    }

    @Test
    void thereAreTwelveVectors() {
        assertThat(vectors()).hasSize(12);
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void numbersTakeTheFormOfRfc8785AppendixB(String ieee754, String canonical) {
        double number = Double.longBitsToDouble(Long.parseUnsignedLong(ieee754, 16));
        assertThat(Fingerprint.of("n", 1, "{\"x\":" + number + "}"))
                .isEqualTo(
                        sha256OfText(
                                "{\"name\":\"n\",\"params\":{\"x\":"
                                        + canonical
                                        + "},\"version\":1}"));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("2^53", "{\"x\":9007199254740992}", "NUMBER_OUT_OF_RANGE"),
                Arguments.of("-2^53", "{\"x\":-9007199254740992}", "NUMBER_OUT_OF_RANGE"),
                Arguments.of("2^63", "{\"x\":[9223372036854775808]}", "NUMBER_OUT_OF_RANGE"),
                Arguments.of("infinite", "{\"x\":1e400}", "NUMBER_OUT_OF_RANGE"),
                Arguments.of("NaN", "{\"x\":NaN}", "JSON_SYNTAX"),
                Arguments.of("Infinity", "{\"x\":-Infinity}", "JSON_SYNTAX"),
                Arguments.of("leading zero", "{\"x\":01}", "JSON_SYNTAX"),
                Arguments.of("-2^63", "{\"x\":-9223372036854775808}", "NUMBER_OUT_OF_RANGE"),
                Arguments.of("depth 65", nested(65), "JSON_LIMIT"),
                Arguments.of("name of 257", "{\"" + "n".repeat(257) + "\":1}", "JSON_LIMIT"),
                Arguments.of("duplicate key", "{\"a\":1,\"b\":2,\"a\":1}", "JSON_SYNTAX"),
                Arguments.of("same key, escaped", "{\"a\":1,\"\\u0061\":1}", "JSON_SYNTAX"),
                Arguments.of("duplicate below", "{\"o\":[{\"a\":1,\"a\":1}]}", "JSON_SYNTAX"),
                Arguments.of("lone high surrogate", "{\"x\":\"\\ud83d\"}", "ENCODING"),
                Arguments.of("lone low surrogate", "{\"x\":\"\\ude00!\"}", "ENCODING"),
                Arguments.of("lone surrogate, not escaped", "{\"x\":\"\ud83d\"}", "ENCODING"),
                Arguments.of("lone surrogate as key", "{\"\\ud83d\":1}", "ENCODING"),
                Arguments.of("array", "[1]", "PARAMS_NOT_OBJECT"),
                Arguments.of("number", "1", "PARAMS_NOT_OBJECT"),
                Arguments.of("null", "null", "PARAMS_NOT_OBJECT"),
                Arguments.of("nothing", "", "PARAMS_NOT_OBJECT"),
                Arguments.of("second object", "{} {}", "JSON_SYNTAX"),
                Arguments.of("trailing text", "{}x", "JSON_SYNTAX"),
                Arguments.of("cut off", "{\"x\":[1,", "JSON_SYNTAX"),
                Arguments.of("comment", "{/* */}", "JSON_SYNTAX"),
                Arguments.of("single quotes", "{'x':1}", "JSON_SYNTAX"),
                Arguments.of("too large", padded((1 << 20) + 1), "PARAMS_TOO_LARGE"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void paramsWithoutOneCanonicalFormAreRefused(String what, String params, String code) {
        assertThatThrownBy(() -> Fingerprint.of("n", 1, params))
                .as(what)
                .isInstanceOfSatisfying(
                        InvalidRequest.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void limitsThemselvesAreAllowed() {
        assertThat(
                        Stream.of(
                                "{\"x\":[9007199254740991,-9007199254740991]}",
                                nested(64),
                                padded(1 << 20)))
                .allSatisfy(params -> assertThat(Fingerprint.of("n", 1, params)).hasSize(64));
    }

    @Test
    void versionAndNameAndParamsAllCount() {
        assertThat(
                        Stream.of(
                                Fingerprint.of("n", 1, "{}"),
                                Fingerprint.of("n", 2, "{}"),
                                Fingerprint.of("m", 1, "{}"),
                                Fingerprint.of("n", 1, "{\"x\":null}")))
                .doesNotHaveDuplicates();
    }

    private static String nested(int depth) {
        return "{\"x\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }

    private static String padded(int length) {
        return "{" + " ".repeat(length - 2) + "}";
    }

    private static String sha256OfText(String text) {
        return Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
