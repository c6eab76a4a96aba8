package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.actionbus.wire.HttpSchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** The bus over HTTP. */
final class BusUrl {

    private static final ObjectMapper JSON = new ObjectMapper();
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
        headers.forEach(request::header);
        return send(request, patience);
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
                throw Failure.refused(
                        body.path("code").asText("HTTP_" + answer.statusCode()),
                        body.path("detail").asText("the bus answered " + answer.statusCode()),
                        "");
            }
            return body;
        } catch (JsonProcessingException e) {
            throw Failure.environment(
                    "NOT_A_BUS", text() + " does not answer as a bus does", "check --url");
        } catch (IOException e) {
            throw Failure.environment(
                    "BUS_UNREACHABLE",
                    text() + " does not answer",
                    "start one with: actionbus up; or name another with --url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.environment("INTERRUPTED", "interrupted", "");
        }
    }
}
