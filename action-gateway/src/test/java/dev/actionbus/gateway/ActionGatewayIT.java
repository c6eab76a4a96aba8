package dev.actionbus.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.client.ActionBus;
import dev.actionbus.client.BusConfig;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.Outcome;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real broker; the test is the ledger and writes what it would. */
final class ActionGatewayIT {

    @RegisterExtension static final BusKafka KAFKA = BusKafka.inProcess();

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration NO_WAIT = Duration.ZERO;
    private static final Duration WAIT = Duration.ofSeconds(20);

    private Topics topics = Topics.DEFAULT;
    private RecordCodec codec = new RecordCodec(KAFKA.registry());
    private KafkaProducer<byte[], byte[]> ledger;
    private ActionBus bus;
    private ActionGateway gateway;

    @BeforeEach
    void connect() {
        topics = KAFKA.freshTopics(4);
        codec = new RecordCodec(KAFKA.registry());
        Map<String, Object> kafka = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
        ByteArraySerializer bytes = new ByteArraySerializer();
        ledger = new KafkaProducer<>(kafka, bytes, bytes);
        bus = ActionBus.connect(new BusConfig(kafka, topics, KAFKA.registry()));
        gateway =
                new ActionGateway(
                        bus,
                        new Views(
                                id ->
                                        CompletableFuture.completedFuture(
                                                Optional.of(LookedUp.running(id, "RUNNING"))),
                                (id, offset) ->
                                        CompletableFuture.completedFuture(
                                                new ActionEvents.Told.Events(List.of(), false)),
                                filter ->
                                        CompletableFuture.completedFuture(
                                                new DeadLetterList.Page.Found(
                                                        List.of(), Optional.empty()))),
                        PayloadDesk.none());
    }

    @AfterEach
    void disconnect() {
        gateway.close();
        bus.close();
        ledger.close();
    }

    @Test
    void anAcceptedActionIs202() {
        CompletableFuture<Answer> answer = gateway.submit(request("k"), NO_WAIT);

        decide(accepted(requested(1).get(0)));

        assertThat(status(answer)).isEqualTo(202);
        assertThat(body(answer)).contains("\"status\":\"ADMITTED\"");
    }

    @Test
    void aDuplicateHasTheOutcomeOfTheFirst() {
        CompletableFuture<Answer> answer = gateway.submit(request("k"), NO_WAIT);

        decide(duplicate(requested(1).get(0)));

        assertThat(status(answer)).isEqualTo(200);
        assertThat(answer.join().headers()).containsEntry("Idempotency-Replayed", "true");
        assertThat(body(answer)).contains("\"attempt\":2,\"result\":[ 1 ]");
    }

    @Test
    void aConflictIs422AlsoWhenTheFirstActionEndsMeanwhile() {
        CompletableFuture<Answer> answer = gateway.submit(request("k"), WAIT);
        ActionRequested asked = requested(1).get(0);

        decide(completed(asked));
        decide(conflict(asked));

        assertThat(status(answer)).isEqualTo(422);
    }

    @Test
    void anOutcomeInTimeIs200() {
        CompletableFuture<Answer> answer = gateway.submit(request("k"), WAIT);
        ActionRequested asked = requested(1).get(0);

        decide(accepted(asked));
        decide(completed(asked));

        assertThat(status(answer)).isEqualTo(200);
        assertThat(body(answer)).contains("\"result\":{ \"of\" : \"k\" }");
    }

    @Test
    void anOutcomeTooLateIs202() {
        CompletableFuture<Answer> answer = gateway.submit(request("k"), Duration.ofMillis(50));
        ActionRequested asked = requested(1).get(0);

        decide(accepted(asked));

        assertThat(status(answer)).isEqualTo(202);
        decide(completed(asked));
    }

    @Test
    void aLedgerThatSaysNothingForFiveSecondsLeavesItRequested() {
        CompletableFuture<Answer> answer = gateway.submit(request("k"), NO_WAIT);

        assertThat(status(answer)).isEqualTo(202);
        assertThat(body(answer)).contains("\"status\":\"REQUESTED\"");
    }

    @Test
    void theEndOfAnActionSomebodyElseSubmittedIsSeen() {
        bus.track(request("other")).outcome().cancel(false);
        ActionRequested asked = requested(1).get(0);
        CompletableFuture<Answer> answer = gateway.result(new ActionId(asked.getActionId()), WAIT);

        decide(completed(asked));

        assertThat(status(answer)).isEqualTo(200);
        assertThat(body(answer)).contains("\"result\":{ \"of\" : \"other\" }");
    }

    @Test
    void aThousandWaitAtOnceAndEachGetsItsOwn() {
        List<CompletableFuture<Answer>> answers =
                IntStream.range(0, 1000)
                        .mapToObj(i -> gateway.submit(request("k" + i), WAIT))
                        .toList();
        List<ActionRequested> asked = requested(1000);

        asked.forEach(request -> decide(accepted(request)));
        asked.forEach(request -> decide(completed(request)));

        IntStream.range(0, 1000)
                .forEach(i -> {
                    assertThat(status(answers.get(i))).isEqualTo(200);
                    assertThat(body(answers.get(i)))
                            .contains("\"idempotencyKey\":\"k" + i + "\"")
                            .contains("\"result\":{ \"of\" : \"k" + i + "\" }");
                });
        assertThat(gateway.timersArmed()).isZero();
    }

    private static ActionRequest request(String key) {
        return ActionRequest.named("score").key(key).params("{\"x\": 1}").build();
    }

    private List<ActionRequested> requested(int count) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                KAFKA.readAll(topics.requests()).stream()
                                        .map(record ->
                                                codec.decode(record.value(), Contract.REQUESTS))
                                        .map(decoded ->
                                                ((RecordCodec.Decoded.Readable) decoded).value())
                                        .map(ActionRequested.class::cast)
                                        .toList(),
                        all -> all.size() == count);
    }

    private void decide(Decision decision) {
        int home = new ActionId(decision.actionId()).placement();
        var unused =
                ledger.send(
                        new ProducerRecord<>(
                                topics.events(),
                                Math.floorMod(home, 4),
                                decision.actionId().getBytes(UTF_8),
                                codec.encode(decision.event())));
    }

    private static Decision accepted(ActionRequested request) {
        return new Decision(
                request.getActionId(), new ActionAccepted(request, "0".repeat(64), AT, null, 1, 1));
    }

    private static Decision completed(ActionRequested request) {
        String result = "{ \"of\" : \"" + request.getIntent().getIdempotencyKey() + "\" }";
        return new Decision(
                request.getActionId(),
                new ActionCompleted(
                        request.getActionId(),
                        request.getIntent(),
                        request.getContext().getCorrelationId(),
                        1,
                        null,
                        result,
                        List.of(),
                        AT));
    }

    private static Decision duplicate(ActionRequested request) {
        return new Decision(
                request.getActionId(),
                new DuplicateObserved(
                        request.getActionId(),
                        request.getRequestId(),
                        "anonymous",
                        "story",
                        "first",
                        ActionStatus.COMPLETED,
                        new Outcome(2, "[ 1 ]", null, AT),
                        AT));
    }

    private static Decision conflict(ActionRequested request) {
        return new Decision(
                request.getActionId(),
                new ConflictRejected(
                        request.getActionId(),
                        request.getRequestId(),
                        "anonymous",
                        "story",
                        "1".repeat(64),
                        "0".repeat(64),
                        AT));
    }

    private static int status(CompletableFuture<Answer> answer) {
        return answer.orTimeout(30, TimeUnit.SECONDS).join().status();
    }

    private static String body(CompletableFuture<Answer> answer) {
        return new String(answer.join().body(), UTF_8);
    }

    /** An event of the ledger and the action it is about. */
    private record Decision(String actionId, SpecificRecord event) {}
}
