package dev.actionbus.audit.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.audit.EventQuery;
import dev.actionbus.audit.app.LogQueries.Reply;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * A page of events, put together of what was found in each partition: the order of the log within a
 * partition, and the earliest first between partitions. It ends where it is full, or where a
 * partition's search has stopped; what was found behind that is left for the next page.
 */
final class EventPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventQuery query;
    private final int homes;
    private final Map<Integer, Part> parts = new TreeMap<>();

    /**
     * @param homes number of partitions
     */
    EventPage(EventQuery query, int homes) {
        this.query = query;
        this.homes = homes;
    }

    /** What was found in one partition, and how much of it is on the page. */
    private static final class Part {
        private final int partition;
        private final JsonNode found;
        private int taken;

        Part(JsonNode found) {
            this.partition = found.path("partition").asInt();
            this.found = found;
        }

        JsonNode next() {
            return found.path("events").path(taken);
        }

        /** Nothing is known of what lies behind its last event. */
        boolean isStopped() {
            return next().isMissingNode();
        }

        boolean hasMore() {
            return !isStopped() || found.has("until");
        }

        /** Not before this comes its next event. */
        Instant time() {
            return Instant.parse(
                    isStopped() ? found.path("until").asText() : next().path("time").asText());
        }

        long ordinal() {
            return isStopped() ? found.path("reached").asLong() : next().path("ordinal").asLong();
        }
    }

    /** Adds the partitions a process tells of, if it tells; those that are here already stay. */
    void add(Reply reply) throws IOException {
        if (reply.status() == Reply.OK) {
            for (JsonNode found : JSON.readTree(reply.body()).path("parts")) {
                Part part = new Part(found);
                parts.putIfAbsent(part.partition, part);
            }
        }
    }

    boolean isWhole() {
        return parts.size() == homes;
    }

    /** Once. */
    Reply reply() throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode events = body.putArray("events");
        PriorityQueue<Part> heads =
                new PriorityQueue<>(
                        Comparator.comparing(Part::time).thenComparing(part -> part.partition));
        parts.values().stream().filter(Part::hasMore).forEach(heads::add);
        while (!heads.isEmpty() && !heads.element().isStopped() && events.size() < query.limit()) {
            Part first = heads.remove();
            events.add(first.next());
            first.taken++;
            if (first.hasMore()) {
                heads.add(first);
            }
        }
        List<Long> ordinals = parts.values().stream().map(Part::ordinal).toList();
        body.put("cursor", query.cursorAfter(ordinals)).put("more", !heads.isEmpty());
        return new Reply(Reply.OK, MediaType.APPLICATION_JSON, JSON.writeValueAsBytes(body));
    }
}
