package dev.actionbus.standalone.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A server that takes OpenLineage events, one a request. Redirects are not followed.
 *
 * <p>OpenLineage's library makes the events but does not send them: its HTTP transport follows
 * redirects, also to another machine and to clear text, reads refusals of any length into memory,
 * and puts a path of its own behind a URL that has none.
 */
final class OpenLineageEndpoint {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Option(
            names = "--to",
            paramLabel = "URL",
            description = "Send the events there by POST: https, or http to this machine.")
    private @Nullable URI url;

    @Option(names = "--allow-http", description = "Let --to send in clear text to another machine.")
    private boolean allowHttp;

    boolean isGiven() {
        return url != null;
    }

    /** Refuses a URL that events must not be sent to. */
    void check() {
        if (url == null) {
            return;
        }
        String scheme = String.valueOf(url.getScheme());
        if (url.getHost() == null || !List.of("http", "https").contains(scheme)) {
            throw Failure.usage("URL_INVALID", url + " is not an http or https URL", "");
        }
        if (scheme.equals("http") && !allowHttp && !isLoopback(url.getHost())) {
            throw Failure.refused(
                    "NOT_ENCRYPTED",
                    url + " is another machine, in clear text",
                    "use https, or say --allow-http");
        }
    }

    /** Sends them in order; stops at the first that is not taken. */
    void post(List<String> events) {
        try (HttpClient http =
                HttpClient.newBuilder()
                        .connectTimeout(TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build()) {
            for (int i = 0; i < events.size(); i++) {
                int status = send(http, events.get(i));
                if (status < 200 || status > 299) {
                    throw Failure.refused(
                            "EVENT_REFUSED",
                            url + " answered " + status + " to event " + (i + 1),
                            i + " events were taken; sending them again does no harm");
                }
            }
        }
    }

    private int send(HttpClient http, String event) {
        try {
            return http.send(
                            HttpRequest.newBuilder(url)
                                    .timeout(TIMEOUT)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(event))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw Failure.environment(
                    "ENDPOINT_UNREACHABLE", url + " does not answer: " + e.getMessage(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.environment("INTERRUPTED", "interrupted", "");
        }
    }

    /** A name is loopback if all it stands for is. */
    private static boolean isLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
