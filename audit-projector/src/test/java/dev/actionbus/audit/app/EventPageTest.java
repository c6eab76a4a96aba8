package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.audit.ActionFilter;
import dev.actionbus.audit.EventQuery;
import dev.actionbus.audit.Period;
import dev.actionbus.audit.app.LogQueries.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

final class EventPageTest {

    private static final String EVENTS_OF_0 =
            "{\"partition\":0,\"reached\":9,%s\"events\":["
                    + "{\"time\":\"2026-01-01T00:00:01Z\",\"ordinal\":2},"
                    + "{\"time\":\"2026-01-01T00:00:04Z\",\"ordinal\":5}]}";
    private static final String EVENTS_OF_1 =
            "{\"partition\":1,\"reached\":7,%s\"events\":["
                    + "{\"time\":\"2026-01-01T00:00:02Z\",\"ordinal\":1},"
                    + "{\"time\":\"2026-01-01T00:00:04Z\",\"ordinal\":3},"
                    + "{\"time\":\"2026-01-01T00:00:05Z\",\"ordinal\":6}]}";

    @Test
    void theEarliestComeFirstAndTheCursorIsBehindTheLast() throws IOException {
        JsonNode page = page(50, EVENTS_OF_0.formatted(""), EVENTS_OF_1.formatted(""));

        assertThat(ordinals(page)).containsExactly(2, 1, 5, 3, 6);
        assertThat(page.path("more").asBoolean()).isFalse();
        assertThat(page.path("cursor").asText()).endsWith("-9.7");
    }

    @Test
    void whatHasNoRoomIsLeftForTheNextPage() throws IOException {
        JsonNode page = page(3, EVENTS_OF_0.formatted(""), EVENTS_OF_1.formatted(""));

        assertThat(ordinals(page)).containsExactly(2, 1, 5);
        assertThat(page.path("more").asBoolean()).isTrue();
        assertThat(page.path("cursor").asText()).endsWith("-9.3");
    }

    @Test
    void nothingIsToldOfATimeThatAPartitionHasNotReached() throws IOException {
        String stopped = EVENTS_OF_0.formatted("\"until\":\"2026-01-01T00:00:04Z\",");
        JsonNode page = page(50, stopped, EVENTS_OF_1.formatted(""));

        assertThat(ordinals(page)).containsExactly(2, 1, 5);
        assertThat(page.path("more").asBoolean()).isTrue();
        assertThat(page.path("cursor").asText()).endsWith("-9.3");
    }

    @Test
    void everyPartitionIsToldOnceAndNoneIsMissing() throws IOException {
        EventPage page = new EventPage(query(50), 2);
        page.add(RemoteLogs.unavailable("not here"));
        page.add(reply(EVENTS_OF_0.formatted("")));
        assertThat(page.isWhole()).isFalse();
        page.add(reply(EVENTS_OF_0.formatted("") + "," + EVENTS_OF_1.formatted("")));
        assertThat(page.isWhole()).isTrue();
        assertThat(ordinals(ProjectorRig.json(page.reply()))).containsExactly(2, 1, 5, 3, 6);
    }

    private static JsonNode page(int limit, String... parts) throws IOException {
        EventPage page = new EventPage(query(limit), parts.length);
        page.add(reply(String.join(",", parts)));
        assertThat(page.isWhole()).isTrue();
        return ProjectorRig.json(page.reply());
    }

    private static Reply reply(String parts) {
        byte[] body = ("{\"parts\":[" + parts + "]}").getBytes(StandardCharsets.UTF_8);
        return new Reply(Reply.OK, "application/json", body);
    }

    private static List<Integer> ordinals(JsonNode page) {
        return StreamSupport.stream(page.path("events").spliterator(), false)
                .map(event -> event.path("ordinal").asInt())
                .toList();
    }

    private static EventQuery query(int limit) {
        return new EventQuery(
                ActionFilter.ALL, Set.of(), Period.EVER, Optional.empty(), Optional.empty(), limit);
    }
}
