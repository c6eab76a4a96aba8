package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prints the events of one action as they come. When the connection breaks it goes on behind the
 * last event it has printed.
 */
final class ActionTail {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_BREAKS = 60;
    private static final String ID = "id: ";
    private static final String DATA = "data: ";

    private final BusUrl bus;
    private final Output output;
    private Optional<String> last = Optional.empty();
    private int breaks;

    ActionTail(BusUrl bus, Output output) {
        this.bus = bus;
        this.output = output;
    }

    int run(String id, boolean follow) {
        String path = "/v1/actions/" + id + "/events" + (follow ? "?follow=true" : "");
        while (true) {
            try (Stream<String> lines =
                    bus.stream(
                            path,
                            request -> {
                                last.ifPresent(place -> request.header("Last-Event-ID", place));
                                return request.header("Accept", "text/event-stream").GET();
                            })) {
                Iterator<String> each = lines.iterator();
                while (each.hasNext()) {
                    read(each.next());
                }
                return 0;
            } catch (UncheckedIOException e) {
                breaks++;
                pause();
            } catch (Failure e) {
                if (last.isEmpty() || breaks == 0) {
                    throw e;
                }
                breaks++;
                pause();
            }
            if (breaks > MOST_BREAKS) {
                throw Failure.environment("BUS_UNREACHABLE", bus.text() + " does not answer", "");
            }
        }
    }

    private void read(String line) {
        if (line.startsWith(ID)) {
            last = Optional.of(line.substring(ID.length()));
        } else if (line.startsWith(DATA)) {
            breaks = 0;
            print(line.substring(DATA.length()));
        }
    }

    private void print(String data) {
        if (output.json()) {
            output.line(data);
            return;
        }
        try {
            JsonNode event = JSON.readTree(data);
            String attempt = event.path("attempt").asText();
            output.line(
                    String.format(
                                    "%s  %-10s %-18s %s %s",
                                    event.path("time").asText(),
                                    event.path("partition").asText()
                                            + ":"
                                            + event.path("offset").asText(),
                                    event.path("type").asText(),
                                    attempt.isEmpty() ? "" : "attempt " + attempt,
                                    detail(event.path("data")))
                            .stripTrailing());
        } catch (JsonProcessingException e) {
            throw Failure.environment(
                    "NOT_A_BUS", bus.text() + " does not answer as a bus does", "check --url");
        }
    }

    private static String detail(JsonNode data) {
        for (String field : new String[] {"result", "message", "reason", "status"}) {
            if (data.path(field).isTextual()) {
                return data.path(field).asText();
            }
        }
        return data.path("error").path("code").asText(data.path("executor").asText(""));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.environment("INTERRUPTED", "interrupted", "");
        }
    }
}
