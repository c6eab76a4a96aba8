package dev.actionbus.audit;

import dev.actionbus.action.Digests;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A question as the query part of a URL. A cursor is a digest of the question and a place in its
 * answer, so that a cursor of another question is known for what it is.
 */
final class QuestionText {

    private static final int DIGEST = 8;

    private final StringBuilder text = new StringBuilder();

    static QuestionText of(ActionFilter filter, Period period) {
        QuestionText all = new QuestionText();
        all.add("name", filter.name());
        all.add("status", filter.statusText());
        all.add("idempotencyKey", filter.idempotencyKey());
        all.add("correlationId", filter.correlationId());
        new TreeMap<>(filter.labels())
                .forEach((name, value) -> all.add("label", Optional.of(name + "=" + value)));
        all.add("from", period.from());
        all.add("to", period.to());
        return all;
    }

    void add(String name, Optional<?> value) {
        value.ifPresent(it ->
                text.append(text.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(it.toString(), StandardCharsets.UTF_8)));
    }

    /** A cursor of this question. */
    String cursor(String place) {
        byte[] sha256 = Digests.sha256OfParts(text.toString());
        return HexFormat.of().formatHex(sha256, 0, DIGEST) + "-" + place;
    }

    /**
     * The place that a cursor names.
     *
     * @throws IllegalArgumentException it is not a cursor of this question
     */
    String place(String cursor) {
        String own = cursor("");
        if (!cursor.startsWith(own)) {
            throw new IllegalArgumentException(
                    "a cursor is as it was handed out, for the same question");
        }
        return cursor.substring(own.length());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
