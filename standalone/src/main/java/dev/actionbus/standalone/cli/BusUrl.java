package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.actionbus.wire.HttpSchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The bus over HTTP. */
final class BusUrl {

    /** Numbers keep their digits. */
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final Duration CONNECT = Duration.ofSeconds(5);

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${ACTIONBUS_URL:-http://127.0.0.1:8080}",
            description = "Where the bus is (default: $ACTIONBUS_URL or http://127.0.0.1:8080).")
    private String url = "";

    BusUrl() {}

    BusUrl(String url) {
        this.url = url;
    }

    String text() {
        return url.replaceAll("/+$", "");
    }

    /** Reads records with the schemas that the bus knows. */
    RecordCodec codec() {
        return new RecordCodec(new HttpSchemaRegistry(Map.of(HttpSchemaRegistry.URL, text())));
    }

    JsonNode get(String path, Duration patience) {
        return send(HttpRequest.newBuilder(uri(path)).GET(), patience);
    }

    JsonNode post(String path, String body, Map<String, String> headers, Duration patience) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return send(request, patience);
    }

    JsonNode put(String path, String body, Duration patience) {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)),
                patience);
    }

    JsonNode delete(String path, Duration patience) {
        return send(HttpRequest.newBuilder(uri(path)).DELETE(), patience);
    }

    /**
     * The lines of an answer that has no end, or a late one; close it. Reading a line from a broken
     * connection fails with {@link java.io.UncheckedIOException}.
     */
    Stream<String> stream(String path, UnaryOperator<HttpRequest.Builder> call) {
        HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .build();
        try {
            HttpResponse<Stream<String>> answer =
                    http.send(
                            call.apply(HttpRequest.newBuilder(uri(path))).build(),
                            HttpResponse.BodyHandlers.ofLines());
            if (answer.statusCode() >= 400) {
                String body = answer.body().collect(Collectors.joining());
                http.shutdownNow();
                throw refused(answer.statusCode(), JSON.readTree(body));
            }
            return answer.body().onClose(http::shutdownNow);
        } catch (IOException e) {
            http.shutdownNow();
            throw unreachable(e);
        } catch (InterruptedException e) {
            http.shutdownNow();
            Thread.currentThread().interrupt();
            throw Failure.environment("INTERRUPTED", "interrupted", "");
        }
    }

    private Failure unreachable(IOException e) {
        return e instanceof JsonProcessingException
                ? Failure.environment(
                        "NOT_A_BUS", text() + " does not answer as a bus does", "check --url")
                : Failure.environment(
                        "BUS_UNREACHABLE",
                        text() + " does not answer",
                        "start one with: actionbus up; or name another with --url");
    }

    private static Failure refused(int status, JsonNode problem) {
        return Failure.refused(
                problem.path("code").asText("HTTP_" + status),
                problem.path("detail").asText("the bus answered " + status)
                        + each(problem.path("errors")),
                "");
    }

    /** What else is wrong, a line each. */
    private static String each(JsonNode errors) {
        StringBuilder lines = new StringBuilder();
        for (JsonNode error : errors) {
            lines.append("\n  ");
            if (error.has("code")) {
                lines.append(error.path("code").asText()).append(": ");
            }
            if (error.has("line")) {
                lines.append("line ").append(error.path("line").asInt()).append(": ");
            }
            if (!error.path("pointer").asText().isEmpty()) {
                lines.append(error.path("pointer").asText()).append(": ");
            }
            lines.append(error.path("message").asText(error.path("detail").asText()));
        }
        return lines.toString();
    }

    private URI uri(String path) {
        try {
            return URI.create(text() + path);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("URL_INVALID", text() + " is not a URL", "");
        }
    }

    private JsonNode send(HttpRequest.Builder request, Duration patience) {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            HttpResponse<String> answer =
                    http.send(
                            request.timeout(patience.plusSeconds(10)).build(),
                            HttpResponse.BodyHandlers.ofString());
            JsonNode body = JSON.readTree(answer.body());
            if (answer.statusCode() >= 400) {
                throw refused(answer.statusCode(), body);
            }
            return body;
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.environment("INTERRUPTED", "interrupted", "");
        }
    }
}
