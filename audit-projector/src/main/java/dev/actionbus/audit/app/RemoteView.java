package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionQuery;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** The view as other processes tell it: for those that hold no part of it. */
public final class RemoteView implements ActionQueries {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Supplier<List<String>> hosts;

    RemoteView(Supplier<List<String>> hosts) {
        this.hosts = hosts;
    }

    /** Finds the ledgers through the cluster itself. */
    public static RemoteView of(Admin admin, Topics topics) {
        return new RemoteView(() -> LedgerHosts.find(admin, topics));
    }

    @Override
    public Answer find(ActionId id, boolean hereOnly) {
        return askAny("/v1/actions/" + id, hereOnly);
    }

    @Override
    public Answer list(ActionQuery query, boolean hereOnly) {
        return askAny("/v1/actions?" + query.asQueryString(), hereOnly);
    }

    /** Asks one host for its own part only. */
    Answer askPart(String host, String path) {
        return get(host + path + (path.contains("?") ? "&" : "?") + "here=true");
    }

    /** Asks one host for its own part of an answer to a question that is too long for a URL. */
    Answer postPart(String host, String path, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(host + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer askAny(String path, boolean hereOnly) {
        Answer last = new Answer.Unavailable("no ledger is running");
        for (String host : hereOnly ? List.<String>of() : hosts.get()) {
            last = get(host + path);
            if (!(last instanceof Answer.Unavailable)) {
                return last;
            }
        }
        return last;
    }

    private Answer get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(
                            request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case 200 -> new Answer.Found(answer.body());
                case 404 -> new Answer.NotFound();
                default -> new Answer.Unavailable("a ledger answered " + answer.statusCode());
            };
        } catch (IOException e) {
            return new Answer.Unavailable("a ledger does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable("interrupted");
        }
    }
}
