package dev.actionbus.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client of the Confluent Schema Registry REST API, configured with Confluent's property names:
 * {@code schema.registry.url} (several, separated by commas), {@code
 * basic.auth.credentials.source=USER_INFO}, {@code basic.auth.user.info}, {@code
 * auto.register.schemas}. Answers are cached for ever: ids do not change their meaning.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

    public static final String URL = "schema.registry.url";
    private static final String USER_INFO = "basic.auth.user.info";
    private static final String AUTO_REGISTER = "auto.register.schemas";
    private static final int ROUNDS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final List<String> urls;
    private final Optional<String> authorization;
    private final boolean autoRegister;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Integer, String> byId = new ConcurrentHashMap<>();
    private final Map<List<String>, Integer> bySubject = new ConcurrentHashMap<>();

    /** Properties as for Confluent's serializers; others are ignored. */
    public HttpSchemaRegistry(Map<String, ?> properties) {
        Object url = properties.get(URL);
        if (url == null || url.toString().isBlank()) {
            throw new IllegalArgumentException(URL + " is missing");
        }
        urls =
                List.of(url.toString().split(",", -1)).stream()
                        .map(part -> part.strip().replaceAll("/+$", ""))
                        .toList();
        authorization =
                Optional.ofNullable(properties.get(USER_INFO))
                        .map(Object::toString)
                        .map(HttpSchemaRegistry::basic);
        autoRegister =
                Optional.ofNullable(properties.get(AUTO_REGISTER))
                        .map(value -> Boolean.parseBoolean(value.toString()))
                        .orElse(true);
    }

    @Override
    public int register(String subject, String schema) {
        return bySubject.computeIfAbsent(List.of(subject, schema), key -> ask(subject, schema));
    }

    @Override
    public Optional<String> schemaById(int id) {
        String known = byId.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        HttpResponse<String> answer = send("/schemas/ids/" + id, Optional.empty());
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        String schema = json(answer).path("schema").asText();
        byId.put(id, schema);
        return Optional.of(schema);
    }

    private int ask(String subject, String schema) {
        String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
        String body = JSON.createObjectNode().put("schema", schema).toString();
        HttpResponse<String> answer =
                send(autoRegister ? path + "/versions" : path, Optional.of(body));
        return json(answer).path("id").asInt();
    }

    private HttpResponse<String> send(String path, Optional<String> body) {
        IOException last = new IOException("no registry is configured");
        for (int i = 0; i < ROUNDS * urls.size(); i++) {
            String url = urls.get(Math.floorMod(next.get(), urls.size()));
            try {
                HttpResponse<String> answer =
                        http.send(
                                request(url + path, body),
                                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                if (answer.statusCode() < 500) {
                    return answer;
                }
                last = new IOException(url + " answered " + answer.statusCode());
            } catch (IOException e) {
                last = new IOException(url + ": " + e, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryUnavailable("interrupted while asking the schema registry", e);
            }
            next.incrementAndGet();
        }
        throw new RegistryUnavailable("no schema registry answers", last);
    }

    private HttpRequest request(String url, Optional<String> body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(TIMEOUT)
                        .header("Accept", "application/vnd.schemaregistry.v1+json")
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json");
        authorization.ifPresent(value -> request.header("Authorization", value));
        body.ifPresent(text -> request.POST(HttpRequest.BodyPublishers.ofString(text)));
        return request.build();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        JsonNode body;
        try {
            body = JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new RegistryUnavailable("the schema registry did not answer JSON", e);
        }
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    "the schema registry refuses: " + body.path("message").asText());
        }
        return body;
    }

    private static String basic(String userInfo) {
        return "Basic "
                + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }
}
