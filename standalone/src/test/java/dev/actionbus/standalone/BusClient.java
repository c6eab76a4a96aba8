package dev.actionbus.standalone;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A plain HTTP client of the bus. */
final class BusClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELLED", "UNKNOWN");

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final String url;

    BusClient(String url) {
        this.url = url;
    }

    /** An HTTP answer. */
    record Answer(int status, HttpHeaders headers, String body) {

        String type() {
            return headers.firstValue("Content-Type").orElse("");
        }

        /** How old it says it is. */
        Optional<String> stale() {
            return headers.firstValue("Actionbus-Stale");
        }

        Optional<String> retryAfter() {
            return headers.firstValue("Retry-After");
        }

        JsonNode json() {
            return parse(body);
        }

        String actionId() {
            return json().path("actionId").asText();
        }

        String state() {
            return json().path("status").asText();
        }

        boolean isEnded() {
            return status == 200 && ENDED.contains(state());
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    CompletableFuture<Answer> asking(String path) {
        return sending(request(path));
    }

    Answer get(String path) {
        return send(request(path));
    }

    /** Asks again as long as it is told to come back, or that the answer is old. */
    Answer getFresh(String path) {
        return await().atMost(Duration.ofMinutes(2))
                .until(() -> get(path), it -> it.status() != 503 && it.stale().isEmpty());
    }

    /** Submits and waits up to 30 s for the outcome. */
    Answer execute(String name, String key, String params) {
        return submitting(name, key, params, 30).join();
    }

    CompletableFuture<Answer> submitting(String name, String key, String params, int waitSeconds) {
        HttpRequest.Builder request =
                post("{\"name\":\"" + name + "\",\"params\":" + params + "}")
                        .header("Idempotency-Key", key);
        if (waitSeconds > 0) {
            request.header("Prefer", "wait=" + waitSeconds);
        }
        return sending(request);
    }

    HttpRequest.Builder post(String body) {
        return request("/v1/actions")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60));
    }

    CompletableFuture<Answer> sending(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(BusClient::answer);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return sending(request).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw new UncheckedIOException(io);
            }
            throw e;
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }
}
