package dev.actionbus.audit.app;

import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** The logs as other processes tell them: for those that hold none. */
public final class RemoteLogs implements LogQueries {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A digest reads a whole view. */
    private static final Duration DIGEST_TIMEOUT = Duration.ofMinutes(2);

    private final PeerHttp http = new PeerHttp();
    private final Supplier<List<String>> hosts;

    RemoteLogs(Supplier<List<String>> hosts) {
        this.hosts = hosts;
    }

    /** Finds the ledgers through the cluster itself. */
    public static RemoteLogs of(Admin admin, Topics topics) {
        return new RemoteLogs(() -> LedgerHosts.find(admin, topics));
    }

    @Override
    public Reply ask(LogQuestion question, Reach reach) {
        Reply last = unavailable("no ledger is running");
        for (String host : reach.here().isPresent() ? List.<String>of() : hosts.get()) {
            last = get(host + question.path(), question);
            if (last.status() != Problem.UNAVAILABLE) {
                return last;
            }
        }
        return last;
    }

    /** Asks one host for its own part only. */
    Reply askPart(String host, LogQuestion question, Reach.Here reach) {
        return get(host + reach.on(question.path()), question);
    }

    static Reply unavailable(String why) {
        return reply(new Problem(Problem.UNAVAILABLE, "VIEW_UNAVAILABLE", why));
    }

    static Reply reply(Problem problem) {
        return new Reply(
                problem.status(), Problem.TYPE, problem.json().getBytes(StandardCharsets.UTF_8));
    }

    private Reply get(String url, LogQuestion question) {
        Duration timeout = question instanceof LogQuestion.Digests ? DIGEST_TIMEOUT : TIMEOUT;
        try {
            HttpResponse<byte[]> answer = http.send(PeerHttp.get(url), timeout);
            return answer.statusCode() < Problem.FAULT || answer.statusCode() == Problem.UNAVAILABLE
                    ? new Reply(
                            answer.statusCode(),
                            answer.headers().firstValue("Content-Type").orElse(Problem.TYPE),
                            answer.body(),
                            PeerHttp.freshness(answer))
                    : unavailable("a ledger answered " + answer.statusCode());
        } catch (IOException e) {
            return unavailable("a ledger does not answer: " + e.getMessage());
        }
    }
}
