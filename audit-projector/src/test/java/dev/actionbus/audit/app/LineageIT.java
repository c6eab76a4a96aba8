package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.actionbus.action.ActionId;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.lineage.DataSetId;
import dev.actionbus.audit.lineage.Lineage;
import dev.actionbus.audit.lineage.LineageGraph;
import dev.actionbus.audit.lineage.LineageJson;
import dev.actionbus.audit.lineage.LineageQuery;
import dev.actionbus.audit.lineage.LineageQuery.Direction;
import dev.actionbus.audit.lineage.LineageQuery.Scope;
import dev.actionbus.audit.lineage.LineageQuery.Start;
import dev.actionbus.audit.lineage.LineageReplay;
import dev.actionbus.audit.lineage.LineageTrace;
import dev.actionbus.audit.lineage.Story;
import dev.actionbus.audit.lineage.Story.Action;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.DataSet;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.Run;
import dev.actionbus.ledger.NearbyExecutor;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.EventId;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Lineage of real ledgers on a real broker, against the same graph built from the log alone. */
final class LineageIT {

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private static final int HOMES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RetryPolicy RETRY =
            new RetryPolicy(2, 60_000L, 2.0, 60_000L, 0.0, List.of("FATAL"), null, false);

    @TempDir Path directory = Path.of("");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Projector> ledgers = new ArrayList<>();
    private final RecordCodec codec = new RecordCodec(kafka.registry());
    private final Topics topics = kafka.freshTopics(HOMES);

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void liveLineageOfTwoLedgersEqualsTheReplayedOneToTheLetter() throws IOException {
        codec.registerAll();
        LineageQueries one = ledger("one");
        LineageQueries two = ledger("two");
        await().atMost(PATIENCE)
                .until(() -> ledgers.stream().allMatch(l -> l.view().partitionsHere().size() == 2));
        List<Action> pipeline = pipeline();
        send(pipeline);

        Start all = new Start.OfData(DataSetId.parse("raw:d"));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(live(one, new LineageQuery(all, scope(Direction.BOTH, 1000))))
                                .contains("\"status\":\"FAILED\"", "\"status\":\"WAITING\"")
                                .contains("sha256:cc")
                                .doesNotContain("ADMITTED"));

        LineageGraph replayed = replay();
        assertThat(replayed.size()).isEqualTo(pipeline.size());
        for (LineageQuery query : queries(pipeline)) {
            String expected =
                    LineageTrace.of(replayed, query).map(LineageJson::of).orElse("absent");
            assertThat(live(one, query)).as("%s", query).isEqualTo(expected);
            assertThat(live(two, query)).as("%s", query).isEqualTo(expected);
        }
        assertThat(live(one, new LineageQuery(all, scope(Direction.DOWN, 5))))
                .contains("\"truncated\":true");
        Start look = new Start.OfAction(new ActionId(Story.id("look-3")));
        String near = live(one, new LineageQuery(look, new Scope(Direction.UP, 1, 1000)));
        assertThat(LineageJson.read(near).edges())
                .contains(
                        new Lineage.Edge(
                                "action:" + Story.id("make-3"),
                                "action:" + Story.id("look-3"),
                                Lineage.Kind.CAUSED));
    }

    /** A chain of steps, a fan of readers, causes, a story, and every way to end. */
    private static List<Action> pipeline() {
        List<Action> all = new ArrayList<>();
        all.add(Action.named("make-0").in("story").reads("raw:d").makes("data:d@0"));
        for (int i = 1; i <= 12; i++) {
            all.add(
                    Action.named("make-" + i)
                            .in(i % 2 == 0 ? "story" : Story.id("make-0"))
                            .after(Story.id("make-" + (i - 1)))
                            .reads("data:d@" + (i - 1))
                            .makes("data:d@" + i));
        }
        for (int i = 0; i < 6; i++) {
            EventId made = EventId.of(Story.id("make-" + i), "action.reports/0/" + i + "#0");
            all.add(Action.named("look-" + i).after(made.toString()).reads("data:d@" + i));
        }
        all.add(Action.named("fail").in("story").reads("data:d@3").makes("data:d@4"));
        all.add(Action.named("wait").reads("data:d@5").makes("data:never@1"));
        all.add(Action.named("named-by-outcome").reads("data:d@12").makes("model:wrong"));
        return all;
    }

    private static List<LineageQuery> queries(List<Action> pipeline) {
        List<Start> starts = new ArrayList<>();
        for (String data :
                List.of("raw:d", "data:d", "data:d@7", "model:m", "model:wrong", "data:never")) {
            starts.add(new Start.OfData(DataSetId.parse(data)));
        }
        pipeline.forEach(action ->
                starts.add(new Start.OfAction(new ActionId(action.request().getActionId()))));
        List<LineageQuery> queries = new ArrayList<>();
        for (Start start : starts) {
            for (Direction direction : Direction.values()) {
                queries.add(new LineageQuery(start, scope(direction, 1000)));
                queries.add(new LineageQuery(start, scope(direction, 5)));
                queries.add(new LineageQuery(start, new Scope(direction, 2, 1000)));
            }
        }
        return queries;
    }

    private void send(List<Action> pipeline) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (Action action : pipeline) {
                send(producer, topics.requests(), id(action), action.request());
            }
            producer.flush();
            for (Action action : pipeline) {
                reports(action).forEach(r -> send(producer, topics.reports(), id(action), r));
            }
        }
    }

    private static List<SpecificRecord> reports(Action action) {
        String id = id(action);
        AttemptStarted started =
                new AttemptStarted(id, 1, new Run("e1", Story.START), Mode.RETRY, RETRY);
        return switch (action.name()) {
            case "fail" -> List.of(started, failed(id, "FATAL"));
            case "wait" -> List.of(started, failed(id, "GLITCH"));
            case "named-by-outcome" ->
                    List.of(started, succeeded(id, new DataSet("model", "m", "1", "sha256:cc")));
            default -> List.of(started, succeeded(id));
        };
    }

    private static AttemptFailed failed(String id, String code) {
        return new AttemptFailed(
                id,
                1,
                "e1",
                new ErrorDetail(code, "so it is", true, null),
                true,
                Story.START,
                null);
    }

    private static AttemptSucceeded succeeded(String id, DataSet... made) {
        return new AttemptSucceeded(id, 1, "e1", "{}", List.of(made), Story.START);
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, String topic, String id, SpecificRecord value) {
        var unused =
                producer.send(
                        new ProducerRecord<>(
                                topic,
                                Placement.home(new ActionId(id), HOMES),
                                id.getBytes(StandardCharsets.UTF_8),
                                codec.encode(value)));
    }

    private static String id(Action action) {
        ActionRequested request = action.request();
        return request.getActionId();
    }

    private LineageGraph replay() {
        return LineageReplay.read(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                topics.events(),
                codec,
                part -> assertThat(part).isBetween(0.0, 1.0));
    }

    private static String live(LineageQueries ledger, LineageQuery query) {
        return switch (ledger.trace(query)) {
            case Answer.Found found -> found.body();
            case Answer.NotFound _ -> "absent";
            case Answer.Unavailable(String why) -> why;
        };
    }

    private static Scope scope(Direction direction, int limit) {
        return new Scope(direction, LineageQuery.FAR, limit);
    }

    /** A ledger that other ledgers can ask, over HTTP as in the program. */
    private LineageQueries ledger(String name) throws IOException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ProjectorSettings settings =
                new ProjectorSettings(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        topics,
                        directory.resolve(name),
                        directory.resolve(name + ".key"),
                        "127.0.0.1:" + http.getAddress().getPort(),
                        Duration.ofMinutes(5),
                        0);
        Projector projector =
                Projector.start(
                        settings, codec, new Projector.Home("test", HOMES), NearbyExecutor.NOBODY);
        open.push(projector);
        ledgers.add(projector);
        LineageQueries lineage =
                new LedgerLineage(new LedgerView(projector, settings, HOMES), HOMES);
        http.createContext(
                "/v1/lineage/part",
                exchange -> {
                    String question =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    String here = exchange.getRequestURI().getQuery().replace("here=", "");
                    Optional<byte[]> part =
                            lineage.part(
                                                    LineageJson.readQuestion(question),
                                                    Reach.parse(here).here().orElseThrow())
                                            instanceof Answer.Found found
                                    ? Optional.of(found.body().getBytes(StandardCharsets.UTF_8))
                                    : Optional.empty();
                    exchange.sendResponseHeaders(
                            part.isPresent() ? 200 : 503, part.map(b -> b.length).orElse(-1));
                    exchange.getResponseBody().write(part.orElseGet(() -> new byte[0]));
                    exchange.close();
                });
        http.start();
        open.push(() -> http.stop(0));
        return lineage;
    }
}
