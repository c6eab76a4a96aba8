package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which actions, and which page. */
final class ActionFilterOptions {

    @Option(names = "--name", paramLabel = "NAME", description = "Only actions of this name.")
    private @Nullable String name;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description =
                    "Only these: admitted, queued, running, suspended, waiting, paused, completed,"
                            + " failed, cancelled, unknown; several with commas between.")
    private @Nullable String status;

    @Option(names = "--key", paramLabel = "K", description = "Only actions with this key.")
    private @Nullable String key;

    @Option(names = "--correlation", paramLabel = "ID", description = "Only actions of this story.")
    private @Nullable String correlation;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "Only actions with this label; may be given more than once.")
    private List<String> labels = List.of();

    @Option(
            names = "--from",
            paramLabel = "T",
            converter = Moments.class,
            description = "Not before this: a time (ISO 8601) or a span such as 24h.")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "T",
            converter = Moments.class,
            description = "Before this: a time (ISO 8601) or a span such as 1h.")
    private @Nullable Instant to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many, 1 to 1000 (default: 20).")
    private int limit = 20;

    @Option(
            names = "--cursor",
            paramLabel = "C",
            description = "Go on where another page ended; the other options stay the same.")
    private @Nullable String cursor;

    /** Of all actions with a key. */
    static ActionFilterOptions ofKey(String key) {
        ActionFilterOptions filter = new ActionFilterOptions();
        filter.key = key;
        return filter;
    }

    /** As the query part of a URL. */
    String query() {
        StringBuilder query = new StringBuilder("limit=").append(limit);
        append(query, "name", name);
        append(query, "status", status);
        append(query, "idempotencyKey", key);
        append(query, "correlationId", correlation);
        labels.forEach(label -> append(query, "label", label));
        append(query, "from", from);
        append(query, "to", to);
        append(query, "cursor", cursor);
        return query.toString();
    }

    /** As the fields of a call's body. */
    void putTo(ObjectNode body) {
        body.put("limit", limit);
        put(body, "name", name);
        put(body, "status", status);
        put(body, "idempotencyKey", key);
        put(body, "correlationId", correlation);
        put(body, "from", from);
        put(body, "to", to);
        put(body, "cursor", cursor);
        for (String label : labels) {
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw Failure.usage("LABEL_INVALID", label + " is not NAME=VALUE", "");
            }
            body.withObject("/labels").put(label.substring(0, equals), label.substring(equals + 1));
        }
    }

    private static void put(ObjectNode body, String field, @Nullable Object value) {
        if (value != null) {
            body.put(field, value.toString());
        }
    }

    /** The options that lead to the next page; a span would be another one by then. */
    String next(String after) {
        return (from == null ? "" : "--from " + from + " ")
                + (to == null ? "" : "--to " + to + " ")
                + "--cursor "
                + after;
    }

    static void append(StringBuilder query, String parameter, @Nullable Object value) {
        if (value != null) {
            query.append('&')
                    .append(parameter)
                    .append('=')
                    .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }
}
