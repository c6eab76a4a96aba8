package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events of an action as a stream: whole, in order, and resumed without a gap or a repeat. */
@ExtendWith(SharedBus.class)
@Execution(ExecutionMode.CONCURRENT)
final class EventsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String UNKNOWN = "00000000-0000-8000-8000-000000000000";

    private final BusClient client;
    private final String url;
    private final List<HttpClient> opened = new ArrayList<>();

    EventsIT(BusProcess bus) {
        url = bus.url();
        client = new BusClient(url);
    }

    @AfterEach
    void hangUp() {
        opened.forEach(HttpClient::shutdownNow);
    }

    @Test
    void itGoesOnBehindAnyEventWithoutGapOrRepeat() throws Exception {
        String key = UUID.randomUUID().toString();
        String id = client.execute("journal", key, "{}").actionId();
        client.execute("journal", key, "{}");
        await().atMost(PATIENCE).until(() -> stream(id, "").size() >= 3);

        List<String> all = stream(id, "");

        assertThat(all).doesNotHaveDuplicates();
        for (int i = 0; i < all.size(); i++) {
            assertThat(stream(id, all.get(i))).isEqualTo(all.subList(i + 1, all.size()));
        }
    }

    @Test
    void whatHappensIsToldWhileItHappensAndTheEndIsTheEnd() throws Exception {
        BusClient.Answer accepted =
                client.submitting("nap", UUID.randomUUID().toString(), "{}", 0).join();

        List<String> types = types(open(accepted.actionId(), "", "").body());

        assertThat(types.getFirst()).isEqualTo("ActionAccepted");
        assertThat(types.getLast()).isEqualTo("ActionCompleted");
    }

    @Test
    void whoFollowsIsToldOfADuplicateToo() throws Exception {
        String key = UUID.randomUUID().toString();
        String id = client.execute("echo", key, "{}").actionId();
        List<String> lines = new CopyOnWriteArrayList<>();
        Stream<String> body = open(id, "?follow=true", "").body();
        Thread reader = Thread.ofVirtual().start(() -> body.forEach(lines::add));
        await().atMost(PATIENCE).until(() -> lines.contains("event: ActionCompleted"));

        client.execute("echo", key, "{}");

        await().atMost(PATIENCE).until(() -> lines.contains("event: DuplicateObserved"));
        hangUp();
        assertThat(reader.join(PATIENCE)).isTrue();
    }

    @Test
    void aStreamOnWhichNothingHappensBreathes() throws Exception {
        String id = client.send(client.post("{\"name\":\"echo\",\"delay\":\"1h\"}")).actionId();
        List<String> lines = new CopyOnWriteArrayList<>();
        Stream<String> body = open(id, "", "").body();
        Thread.ofVirtual().start(() -> body.forEach(lines::add));

        await().atMost(PATIENCE).until(() -> lines.contains(":"));
    }

    @ParameterizedTest
    @CsvSource({
        UNKNOWN + ",'','',404,ACTION_NOT_FOUND",
        "nonsense,'','',400,ACTION_ID_INVALID",
        UNKNOWN + ",'',x,400,LAST_EVENT_ID_INVALID",
        UNKNOWN + ",?follow=perhaps,'',400,FOLLOW_INVALID"
    })
    void whatCanNotBeMeantIsRefused(String id, String query, String last, int status, String code)
            throws Exception {
        HttpResponse<Stream<String>> answer = open(id, query, last);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body().toList().getFirst()).contains(code);
    }

    private List<String> stream(String id, String last) throws Exception {
        return open(id, "", last)
                .body()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
    }

    private static List<String> types(Stream<String> lines) {
        return lines.filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .toList();
    }

    private HttpResponse<Stream<String>> open(String id, String query, String last)
            throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        opened.add(http);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + "/v1/actions/" + id + "/events" + query))
                        .header("Accept", "text/event-stream");
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    }
}
