package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;

/** Sends a file of requests, one a line, and prints an answer for each while they come. */
final class SubmitBatch {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BusUrl bus;
    private final Output output;
    private long line;
    private long refused;

    SubmitBatch(BusUrl bus, Output output) {
        this.bus = bus;
        this.output = output;
    }

    /** 0, or 4 if a line was refused. */
    int run(Path file, Duration wait) {
        String path = "/v1/actions:batch" + (wait.isZero() ? "" : "?wait=" + wait.toSeconds());
        try (Stream<String> answers =
                bus.stream(
                        path,
                        request ->
                                request.header("Content-Type", "application/x-ndjson")
                                        .POST(body(file)))) {
            Iterator<String> each = answers.iterator();
            while (each.hasNext()) {
                print(each.next());
            }
        }
        return refused == 0 ? 0 : Failure.REFUSED;
    }

    private static HttpRequest.BodyPublisher body(Path file) {
        try {
            return file.toString().equals("-")
                    ? HttpRequest.BodyPublishers.ofInputStream(() -> System.in)
                    : HttpRequest.BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw Failure.usage("FILE_UNUSABLE", file + " is not a file", "");
        }
    }

    private void print(String text) {
        line++;
        JsonNode answer = parse(text);
        boolean isProblem = answer.has("code") && !answer.has("actionId");
        refused += isProblem ? 1 : 0;
        if (output.json()) {
            output.line(text);
        } else if (isProblem) {
            output.line(
                    line
                            + "  error["
                            + answer.path("code").asText()
                            + "]: "
                            + answer.path("detail").asText());
        } else {
            output.line(
                    line
                            + "  "
                            + answer.path("actionId").asText()
                            + "  "
                            + answer.path("status").asText()
                            + "  "
                            + answer.path("idempotencyKey").asText());
        }
    }

    private JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw Failure.environment(
                    "NOT_A_BUS", bus.text() + " does not answer as a bus does", "check --url");
        }
    }
}
