package dev.actionbus.audit.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP to other processes of the bus. One that lets a question time out is not asked again for some
 * seconds, so that a frozen process holds up one caller and not all of them. Thread-safe.
 */
final class PeerHttp {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();
    private final Map<String, Long> silentSince = new ConcurrentHashMap<>();

    /** How old the other process says its answer is. */
    static Freshness freshness(HttpResponse<byte[]> answer) {
        return Freshness.ofHeader(answer.headers().firstValue(Freshness.HEADER).orElse(null));
    }

    static HttpRequest.Builder get(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    /**
     * @throws IOException no answer, and what to say about it
     */
    HttpResponse<byte[]> send(HttpRequest.Builder builder, Duration timeout) throws IOException {
        HttpRequest request = builder.timeout(timeout).build();
        String host = request.uri().getAuthority();
        Long silent = silentSince.get(host);
        if (silent != null && System.nanoTime() - silent < SILENCE.toNanos()) {
            throw new IOException("it was silent a moment ago");
        }
        try {
            HttpResponse<byte[]> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            silentSince.remove(host);
            return answer;
        } catch (HttpTimeoutException e) {
            silentSince.put(host, System.nanoTime());
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
