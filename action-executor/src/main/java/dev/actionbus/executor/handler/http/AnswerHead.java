package dev.actionbus.executor.handler.http;

import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** What counts of an answer before its body. */
record AnswerHead(
        int status,
        Optional<String> contentType,
        Optional<String> contentEncoding,
        Optional<String> location,
        Optional<String> retryAfter,
        Optional<String> suspend) {

    static final String SUSPEND = "Action-Suspend";

    static AnswerHead of(ClassicHttpResponse response) {
        return new AnswerHead(
                response.getCode(),
                header(response, "Content-Type"),
                header(response, "Content-Encoding"),
                header(response, "Location"),
                header(response, "Retry-After"),
                header(response, SUSPEND));
    }

    boolean success() {
        return status >= 200 && status < 300;
    }

    /** 307 and 308: the others turn a POST into a GET, which performs nothing. */
    boolean redirect() {
        return (status == 307 || status == 308) && location.isPresent();
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }
}
