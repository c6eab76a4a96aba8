package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionQuery;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** The view as other processes tell it: for those that hold no part of it. */
public final class RemoteView implements ActionQueries {

    /** One that is asked may have to wait for another. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration PART_TIMEOUT = Duration.ofSeconds(4);

    private final PeerHttp http = new PeerHttp();
    private final Supplier<List<String>> hosts;

    RemoteView(Supplier<List<String>> hosts) {
        this.hosts = hosts;
    }

    /** Finds the ledgers through the cluster itself. */
    public static RemoteView of(Admin admin, Topics topics) {
        return new RemoteView(() -> LedgerHosts.find(admin, topics));
    }

    @Override
    public Answer find(ActionId id, Reach reach) {
        return askAny("/v1/actions/" + id, reach);
    }

    @Override
    public Answer list(ActionQuery query, Reach reach) {
        return askAny("/v1/actions?" + query.asQueryString(), reach);
    }

    /** Asks one host for its own part only. */
    Answer askPart(String host, String path, Reach.Here reach) {
        return send(PeerHttp.get(host + reach.on(path)), PART_TIMEOUT);
    }

    /** Asks one host for its own part of an answer to a question that is too long for a URL. */
    Answer postPart(String host, String path, Reach.Here reach, String type, byte[] question) {
        return send(
                PeerHttp.get(host + reach.on(path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(question)),
                PART_TIMEOUT);
    }

    Answer askAny(String path, Reach reach) {
        Answer last = new Answer.Unavailable("no ledger is running");
        for (String host : reach.here().isPresent() ? List.<String>of() : hosts.get()) {
            last = send(PeerHttp.get(host + path), TIMEOUT);
            if (!(last instanceof Answer.Unavailable)) {
                return last;
            }
        }
        return last;
    }

    private Answer send(HttpRequest.Builder request, Duration timeout) {
        try {
            HttpResponse<byte[]> answer = http.send(request, timeout);
            return switch (answer.statusCode()) {
                case 200 ->
                        new Answer.Found(
                                new String(answer.body(), StandardCharsets.UTF_8),
                                PeerHttp.freshness(answer));
                case 404 -> new Answer.NotFound();
                default -> new Answer.Unavailable("a ledger answered " + answer.statusCode());
            };
        } catch (IOException e) {
            return new Answer.Unavailable("a ledger does not answer: " + e.getMessage());
        }
    }
}
