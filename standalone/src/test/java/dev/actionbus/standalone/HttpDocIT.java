package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of docs/HTTP.md, sent as they stand there. */
@ExtendWith(SharedBus.class)
final class HttpDocIT {

    private static final Path DOC = Path.of("..", "docs", "HTTP.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```http\n(.*?)\n```\n\n(?:Answer: (\\d{3})\\b)?", Pattern.DOTALL);
    private static final Pattern ACTION_ID = Pattern.compile("\"actionId\":\"([^\"]+)\"");

    private final BusClient client;
    private String id = "";

    HttpDocIT(BusProcess bus) {
        client = new BusClient(bus.url());
    }

    @Test
    void everyExampleHasTheAnswerBelowIt() throws IOException {
        List<String> sent = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(Files.readString(DOC));
        while (example.find()) {
            String call = example.group(1).replace("{id}", id);
            BusClient.Answer answer = client.send(request(call));
            assertThat(answer.status())
                    .as(call + "\n" + answer.body())
                    .isEqualTo(Integer.parseInt(example.group(2)));
            Matcher action = ACTION_ID.matcher(answer.body());
            if (call.startsWith("POST") && action.find()) {
                id = action.group(1);
            }
            sent.add(call);
        }
        assertThat(sent).hasSizeGreaterThan(15);
    }

    private HttpRequest.Builder request(String call) {
        String[] parts = call.split("\n\n", 2);
        String[] head = parts[0].split("\n", -1);
        String[] first = head[0].split(" ", -1);
        HttpRequest.Builder request = client.request(first[1]);
        for (int i = 1; i < head.length; i++) {
            String[] header = head[i].split(": ", 2);
            request.header(header[0], header[1]);
        }
        String body = parts.length == 1 ? "" : parts[1];
        return request.method(first[0], HttpRequest.BodyPublishers.ofString(body));
    }
}
