package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Either way of giving params. */
final class ParamsGiven {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Option(
            names = "-p",
            paramLabel = "K=V",
            description = "A param; the value is JSON, or else text.")
    private Map<String, String> pairs = Map.of();

    @Option(
            names = "--params",
            paramLabel = "FILE",
            description = "All params as a JSON object; - is standard input.")
    private @Nullable Path file;

    String json() {
        return file == null ? ofPairs(pairs) : textOf(file);
    }

    private static String ofPairs(Map<String, String> pairs) {
        ObjectNode all = JSON.createObjectNode();
        pairs.forEach((name, value) -> all.set(name, jsonOrText(value)));
        return all.toString();
    }

    /** One value, to the letter if it is JSON. */
    static JsonNode jsonOrText(String value) {
        return isJson(value)
                ? JSON.getNodeFactory().rawValueNode(new RawValue(value))
                : JSON.getNodeFactory().textNode(value);
    }

    private static boolean isJson(String value) {
        try {
            return !JSON.readTree(value).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** To the letter; - is standard input. */
    static String textOf(Path file) {
        try {
            if (file.toString().equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (!Files.isRegularFile(file)) {
                throw Failure.usage("FILE_UNUSABLE", file + " is not a file", "");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw Failure.usage("FILE_UNUSABLE", file + " can not be read as UTF-8 text", "");
        }
    }
}
