package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Pages of events over HTTP, read to the last one there is. */
final class EventPages {

    private EventPages() {}

    static List<JsonNode> read(BusClient client, String filter) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            BusClient.Answer page = client.get("/v1/audit/events?" + filter + cursor);
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            page.json().path("events").forEach(all::add);
            if (!page.json().path("more").asBoolean()) {
                return all;
            }
            cursor = "&cursor=" + encoded(page.json().path("cursor").asText());
        }
    }

    static String place(JsonNode event) {
        return event.path("partition").asText() + ":" + event.path("offset").asText();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
