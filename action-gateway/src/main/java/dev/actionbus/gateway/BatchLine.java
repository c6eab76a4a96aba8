package dev.actionbus.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** One line of a batch: a request, and one line of answer. */
public final class BatchLine {

    private static final String BATCH = "/v1/actions:batch";
    private static final byte[] END = "}\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] REPLAYED_END =
            ",\"replayed\":true}\n".getBytes(StandardCharsets.UTF_8);
    private static final String REPLAYED = "Idempotency-Replayed";

    private BatchLine() {}

    /**
     * Submits it, if it is a request.
     *
     * @param number of the line, from 1
     */
    public static CompletableFuture<Answer> submit(
            ActionGateway gateway, LineSplitter.Line line, Head head, long number) {
        return switch (line) {
            case LineSplitter.Line.TooLong _ -> refused(RequestJson.tooLarge(), number);
            case LineSplitter.Line.Whole whole ->
                    switch (RequestJson.read(whole.bytes(), head.request(), head.now())) {
                        case RequestJson.Parsed.Good good ->
                                gateway.submit(good.request(), head.patience());
                        case RequestJson.Parsed.Bad bad -> refused(bad.problem(), number);
                    };
        };
    }

    /**
     * What all lines have in common.
     *
     * @param request headers
     * @param patience with each outcome
     * @param now from which spans of time count
     */
    public record Head(RequestHead request, Duration patience, Instant now) {}

    /** An answer as a line with its end; says it as well if it is a repeated one. */
    public static byte[] text(Answer answer) {
        byte[] body = answer.body();
        byte[] end = answer.headers().containsKey(REPLAYED) ? REPLAYED_END : END;
        int length = lastBrace(body);
        byte[] text = Arrays.copyOf(body, length + end.length);
        for (int i = 0; i < length; i++) {
            // Inside of a string neither can be: it is space between two tokens.
            if (text[i] == '\n' || text[i] == '\r') {
                text[i] = ' ';
            }
        }
        System.arraycopy(end, 0, text, length, end.length);
        return text;
    }

    private static int lastBrace(byte[] body) {
        int last = body.length - 1;
        while (body[last] != '}') {
            last--;
        }
        return last;
    }

    private static CompletableFuture<Answer> refused(Problem problem, long number) {
        return CompletableFuture.completedFuture(problem.answer(BATCH + "#" + number));
    }
}
