package dev.actionbus.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP/1.1 response.
 *
 * @param status code
 * @param replayed {@code Idempotency-Replayed: true}
 * @param keepAlive the server leaves the connection open
 * @param body as it came; chunks are not put together
 */
record HttpAnswer(int status, boolean replayed, boolean keepAlive, String body) {

    private static final String COMPLETED = "\"status\":\"COMPLETED\"";
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LAST_CHUNK = "0\r\n\r\n";

    /**
     * The answer, when all of it is there.
     *
     * @throws IllegalArgumentException it is not HTTP/1.1 with a length or chunks
     */
    static Optional<HttpAnswer> parse(byte[] bytes, int length) {
        String all = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        int end = all.indexOf(END_OF_HEAD);
        if (end < 0) {
            return Optional.empty();
        }
        String head = all.substring(0, end).toLowerCase(Locale.ROOT);
        String body = all.substring(end + END_OF_HEAD.length());
        if (!head.startsWith("http/1.1 ") || head.length() < 12) {
            throw new IllegalArgumentException("not HTTP/1.1");
        }
        if (!whole(head, body)) {
            return Optional.empty();
        }
        return Optional.of(
                new HttpAnswer(
                        Integer.parseInt(head.substring(9, 12)),
                        header(head, "idempotency-replayed").equals("true"),
                        !header(head, "connection").equals("close"),
                        body));
    }

    /** What is wrong with it, if anything is. */
    Optional<String> fault(Round.Keys keys) {
        if (status != 200) {
            return Optional.of("HTTP status " + status);
        }
        if (!body.contains(COMPLETED)) {
            return Optional.of("HTTP 200 without " + COMPLETED);
        }
        return replayed == (keys == Round.Keys.FINISHED)
                ? Optional.empty()
                : Optional.of("HTTP Idempotency-Replayed: " + replayed + " for " + keys + " key");
    }

    private static boolean whole(String head, String body) {
        String length = header(head, "content-length");
        if (!length.isEmpty()) {
            return body.length() >= Integer.parseInt(length);
        }
        if (header(head, "transfer-encoding").equals("chunked")) {
            return body.endsWith(LAST_CHUNK);
        }
        throw new IllegalArgumentException("neither a length nor chunks");
    }

    private static String header(String head, String name) {
        String start = "\r\n" + name + ":";
        int from = head.indexOf(start);
        if (from < 0) {
            return "";
        }
        int to = head.indexOf("\r\n", from + start.length());
        return head.substring(from + start.length(), to < 0 ? head.length() : to).strip();
    }
}
