package dev.actionbus.audit.app;

import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** The logs as other processes tell them: for those that hold none. */
public final class RemoteLogs implements LogQueries {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** A digest reads a whole view. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final Supplier<List<String>> hosts;

    RemoteLogs(Supplier<List<String>> hosts) {
        this.hosts = hosts;
    }

    /** Finds the ledgers through the cluster itself. */
    public static RemoteLogs of(Admin admin, Topics topics) {
        return new RemoteLogs(() -> LedgerHosts.find(admin, topics));
    }

    @Override
    public Reply ask(LogQuestion question, boolean hereOnly) {
        Reply last = unavailable("no ledger is running");
        for (String host : hereOnly ? List.<String>of() : hosts.get()) {
            last = get(host + question.path());
            if (last.status() != Problem.UNAVAILABLE) {
                return last;
            }
        }
        return last;
    }

    /** Asks one host for its own part only. */
    Reply askPart(String host, LogQuestion question) {
        String path = question.path();
        return get(host + path + (path.contains("?") ? "&" : "?") + "here=true");
    }

    static Reply unavailable(String why) {
        return reply(new Problem(Problem.UNAVAILABLE, "VIEW_UNAVAILABLE", why));
    }

    static Reply reply(Problem problem) {
        return new Reply(
                problem.status(), Problem.TYPE, problem.json().getBytes(StandardCharsets.UTF_8));
    }

    private Reply get(String url) {
        try {
            HttpResponse<byte[]> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == Reply.OK || answer.statusCode() < 500
                    ? new Reply(
                            answer.statusCode(),
                            answer.headers().firstValue("Content-Type").orElse(Problem.TYPE),
                            answer.body())
                    : unavailable("a ledger answered " + answer.statusCode());
        } catch (IOException e) {
            return unavailable("a ledger does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unavailable("interrupted");
        }
    }
}
