package dev.actionbus.executor.handler.http;

import dev.actionbus.action.ActionError;
import dev.actionbus.executor.handler.http.Dialer.Dialed;
import dev.actionbus.executor.handler.http.Exchanged.Answered;
import dev.actionbus.executor.handler.http.Exchanged.NotSent;
import dev.actionbus.executor.handler.http.Exchanged.Refused;
import dev.actionbus.executor.handler.http.Exchanged.Unclear;
import dev.actionbus.executor.handler.http.RequestHeaders.Unfit;
import dev.actionbus.payload.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and reads its answer, over as many redirects as the call allows. Each request
 * has a connection of its own: a kept one may be closed by the service just when a request is on
 * its way, and then nobody knows whether it was seen.
 */
final class Exchange {

    static final int LARGEST_RESULT = Payloads.LARGEST;
    private static final int LARGEST_ERROR = 64 * 1024;

    /** Shorter texts would be found everywhere. */
    private static final int SHORTEST_SECRET = 8;

    private static final DefaultBHttpClientConnectionFactory CONNECTIONS =
            DefaultBHttpClientConnectionFactory.builder()
                    .http1Config(
                            Http1Config.custom()
                                    .setMaxLineLength(8 * 1024)
                                    .setMaxHeaderCount(100)
                                    .setMaxEmptyLineCount(2)
                                    .build())
                    .build();

    private final HttpCall call;
    private final RequestHeaders headers;
    private final Dialer dialer;
    private final Line line;
    private final List<String> secrets = new ArrayList<>();

    Exchange(HttpCall call, RequestHeaders headers, Dialer dialer, Line line) {
        this.call = call;
        this.headers = headers;
        this.dialer = dialer;
        this.line = line;
    }

    Exchanged run() {
        try {
            return run(call.target(), 0);
        } finally {
            line.hangUp();
        }
    }

    private Exchanged run(Target target, int followed) {
        return switch (dialer.dial(target, line)) {
            case Dialed.Connected(Socket socket) -> ask(target, socket, followed);
            case Dialed.Forbidden(String message) ->
                    ended(ActionError.permanent("EGRESS_FORBIDDEN", message));
            case Dialed.Failed(String code, String message) ->
                    ended(ActionError.retryable(code, message));
        };
    }

    /** A service that has sent us elsewhere has seen the request. */
    private Exchanged ended(ActionError error) {
        return line.sending() ? new Refused(error) : new NotSent(error);
    }

    private Exchanged ask(Target target, Socket socket, int followed) {
        ClassicHttpRequest request;
        try {
            request = request(target);
        } catch (Unfit e) {
            return ended(e.error());
        }
        try {
            HttpClientConnection connection = CONNECTIONS.createConnection(socket);
            line.send();
            ClassicHttpResponse response =
                    new HttpRequestExecutor()
                            .execute(request, connection, HttpCoreContext.create());
            AnswerHead head = AnswerHead.of(response);
            return head.redirect() && call.redirects() > 0
                    ? follow(target, head, followed + 1)
                    : answered(head, response.getEntity());
        } catch (HttpException e) {
            return new Unclear(
                    "the answer is not HTTP/1.1: " + Excerpt.line(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return line.sending()
                    ? new Unclear("no answer: " + Excerpt.line(String.valueOf(e.getMessage())))
                    : new NotSent(ActionError.retryable("CONNECT_FAILED", "cut before a request"));
        }
    }

    private ClassicHttpRequest request(Target target) throws Unfit {
        ClassicHttpRequest request =
                new BasicClassicHttpRequest(call.method(), target.pathAndQuery());
        Map<String, String> all = headers.of(call, target);
        all.forEach(request::addHeader);
        call.headers()
                .forEach((name, text) -> {
                    if (!(text instanceof ConfiguredText.Plain) && all.containsKey(name)) {
                        secrets.addAll(Arrays.asList(all.getOrDefault(name, "").split("\\s+", -1)));
                    }
                });
        headers.token().ifPresent(secrets::add);
        request.addHeader("Content-Length", headers.body().length);
        request.setEntity(new ByteArrayEntity(headers.body(), ContentType.APPLICATION_JSON));
        return request;
    }

    private Exchanged follow(Target from, AnswerHead head, int followed) {
        if (followed > call.redirects()) {
            return new Refused(
                    ActionError.permanent(
                            "REDIRECT_LIMIT",
                            "more than %d redirects".formatted(call.redirects())));
        }
        return switch (from.resolve(head.location().orElse(""))) {
            case Target.Parsed.Usable(Target next) when from.tls() && !next.tls() ->
                    new Refused(
                            ActionError.permanent(
                                    "EGRESS_FORBIDDEN", "a redirect from https to http"));
            case Target.Parsed.Usable(Target next) -> run(next, followed);
            case Target.Parsed.Refused(String code, String message) ->
                    new Refused(ActionError.permanent(code, message));
        };
    }

    private Exchanged answered(AnswerHead head, @Nullable HttpEntity entity) {
        return head.success() ? success(head, entity) : failure(head, entity);
    }

    private static Exchanged success(AnswerHead head, @Nullable HttpEntity entity) {
        try {
            byte[] body = body(entity, LARGEST_RESULT + 1);
            if (body.length == 0 && endsWithTheConnection(entity)) {
                return new Unclear("%d, but neither a length nor a body".formatted(head.status()));
            }
            return body.length > LARGEST_RESULT
                    ? new Refused(
                            ActionError.permanent(
                                    "RESULT_TOO_LARGE",
                                    "a result has at most " + LARGEST_RESULT + " bytes"))
                    : new Answered(head, body);
        } catch (IOException e) {
            return new Unclear(
                    "%d, but the body did not come whole: %s"
                            .formatted(
                                    head.status(), Excerpt.line(String.valueOf(e.getMessage()))));
        }
    }

    /** Then an empty body is also what a connection leaves that broke within the headers. */
    private static boolean endsWithTheConnection(@Nullable HttpEntity entity) {
        return entity != null && entity.getContentLength() < 0 && !entity.isChunked();
    }

    /** The status says enough: whatever becomes of the body, it counts. */
    private Exchanged failure(AnswerHead head, @Nullable HttpEntity entity) {
        byte[] body;
        try {
            body = body(entity, LARGEST_ERROR);
        } catch (IOException e) {
            body = new byte[0];
        }
        return new Answered(head, withoutSecrets(body));
    }

    /** A service may quote what it does not like, and errors are on record for ever. */
    private byte[] withoutSecrets(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST_SECRET) {
                text = text.replace(secret, "***");
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] body(@Nullable HttpEntity entity, int most) throws IOException {
        InputStream content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        return content.readNBytes(most);
    }
}
