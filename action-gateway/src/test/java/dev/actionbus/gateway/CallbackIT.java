package dev.actionbus.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.client.ActionBus;
import dev.actionbus.client.BusConfig;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.event.Intent;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.OrphanReport;
import dev.actionbus.event.ReportKind;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.event.Run;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.CallbackKey;
import dev.actionbus.wire.CallbackToken;
import dev.actionbus.wire.CloudEvents;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.EventId;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports from outside, on a real broker; the test is the ledger and writes what it would. */
final class CallbackIT {

    @RegisterExtension static final BusKafka KAFKA = BusKafka.inProcess();

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final CallbackKey KEY = CallbackKey.of(new byte[32]);
    private static final ActionId ID = ActionRequest.named("train").key("k").build().id();
    private static final int HOMES = 4;
    private static final RequestHead JSON =
            new RequestHead(Optional.of("application/json"), List.of(), List.of());

    private Topics topics = Topics.DEFAULT;
    private RecordCodec codec = new RecordCodec(KAFKA.registry());
    private volatile LookedUp standing = LookedUp.running(ID, "SUSPENDED");
    private KafkaProducer<byte[], byte[]> ledger;
    private ActionBus bus;
    private CallbackDesk desk;

    @BeforeEach
    void connect() {
        topics = KAFKA.freshTopics(HOMES);
        codec = new RecordCodec(KAFKA.registry());
        Map<String, Object> kafka = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
        ByteArraySerializer bytes = new ByteArraySerializer();
        ledger = new KafkaProducer<>(kafka, bytes, bytes);
        bus = ActionBus.connect(new BusConfig(kafka, topics, KAFKA.registry()));
        desk =
                new CallbackDesk(
                        bus,
                        id -> CompletableFuture.completedFuture(Optional.of(standing)),
                        PayloadDesk.none(),
                        KEY,
                        () -> NOW);
    }

    @AfterEach
    void disconnect() {
        desk.close();
        bus.close();
        ledger.close();
    }

    @Test
    void aResultThatTheLedgerTakesIs200WithTheAction() {
        CompletableFuture<Answer> answer = end("{\"result\": [1, 2.50, \"\\u00e4\"] }");
        Reported reported = reported();
        AttemptSucceeded report = (AttemptSucceeded) reported.value();
        assertThat(report.getExecutor()).isEqualTo("callback");
        assertThat(report.getAttempt()).isEqualTo(2);
        assertThat(report.getResult()).isEqualTo("[1, 2.50, \"\\u00e4\"]");
        assertThat(reported.record().partition()).isEqualTo(Placement.home(ID, HOMES));

        decide(reported, completed(report.getResult()));

        assertThat(status(answer)).isEqualTo(200);
        assertThat(body(answer))
                .contains("\"status\":\"COMPLETED\"", "\"result\":[1, 2.50, \"\\u00e4\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    7       | 7
                    "a b"   | "a b"
                    null    | null
                    -1.5e3  | -1.5e3
                    { "a" : [ ] } | { "a" : [ ] }
                    """)
    void aResultIsAnyJsonToTheLetter(String sent, String kept) {
        var unused = end("{\"result\": " + sent + "}");
        assertThat(((AttemptSucceeded) reported().value()).getResult()).isEqualTo(kept);
    }

    @Test
    void anErrorThatMayBeRetriedIs200AndTheActionWaits() {
        CompletableFuture<Answer> answer =
                end("{\"error\":{\"code\":\"GPU_LOST\",\"message\":\"m\",\"retryable\":true}}");
        Reported reported = reported();
        AttemptFailed report = (AttemptFailed) reported.value();
        assertThat(report.getError().getCode()).isEqualTo("GPU_LOST");
        assertThat(report.getError().getRetryable()).isTrue();

        decide(
                reported,
                new RetryScheduled(ID.value(), 2, new Run("e1", NOW), report.getError(), NOW, NOW));

        assertThat(status(answer)).isEqualTo(200);
        assertThat(body(answer)).contains("\"status\":\"WAITING\"");
    }

    @Test
    void onlyTheEventThatThisReportCausedAnswersIt() {
        CompletableFuture<Answer> first = end("{\"result\":1}");
        Reported one = reported();
        CompletableFuture<Answer> second = end("{\"result\":2}");
        await().atMost(Duration.ofSeconds(20)).until(() -> reports().size() == 2);
        standing = LookedUp.ended(new ActionOutcome.Completed(ID, 2, "1"));

        decide(reports().get(1), late());
        decide(one, completed("1"));

        assertThat(status(first)).isEqualTo(200);
        assertThat(status(second)).isEqualTo(409);
        assertThat(body(second)).contains("ALREADY_TERMINAL", "COMPLETED");
    }

    @Test
    void theSameCallbackAgainHasTheSameAnswer() {
        standing = LookedUp.ended(new ActionOutcome.Completed(ID, 2, "{\"a\": 1.0}"));
        CompletableFuture<Answer> answer = end("{\"result\":{\"a\":1.0}}");

        decide(reported(), late());

        assertThat(status(answer)).isEqualTo(200);
        assertThat(body(answer)).contains("\"result\":{\"a\": 1.0}");
        assertThat(answer.join().headers()).containsEntry("Idempotency-Replayed", "true");
    }

    @Test
    void afterTheAttemptIsGivenUpItIs409() {
        standing = LookedUp.running(ID, "RUNNING");
        CompletableFuture<Answer> answer = end("{\"result\":1}");

        decide(reported(), late());

        assertThat(status(answer)).isEqualTo(409);
        assertThat(body(answer)).contains("ATTEMPT_NOT_CURRENT");
    }

    @Test
    void anActionThatIsNotThereIs404() {
        CompletableFuture<Answer> answer = end("{\"result\":1}");

        decide(reported(), new OrphanReport(ID.value(), 2, "callback", ReportKind.SUCCEEDED, NOW));

        assertThat(status(answer)).isEqualTo(404);
    }

    @Test
    void forgedExpiredAndMissingTokensAreRefusedAndNothingIsWritten() {
        String good = token(2, NOW.plusSeconds(1));
        String forged = (good.startsWith("B") ? "A" : "B") + good.substring(1);
        byte[] body = "{\"result\":1}".getBytes(UTF_8);
        assertThat(problem(desk.end(Optional.of(forged), body, JSON)))
                .isEqualTo("403 CALLBACK_FORGED");
        assertThat(problem(desk.end(Optional.of(token(2, NOW)), body, JSON)))
                .isEqualTo("410 CALLBACK_EXPIRED");
        assertThat(problem(desk.end(Optional.empty(), body, JSON)))
                .isEqualTo("401 CALLBACK_TOKEN_MISSING");
        ActionId other = ActionRequest.named("train").key("other").build().id();
        assertThat(problem(desk.beat(other, Optional.of(good), "{}".getBytes(UTF_8), JSON)))
                .isEqualTo("403 CALLBACK_FORGED");
        assertThat(reports()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                          | 400 FIELD_MISSING
                    {"result":1,"error":{"code":"A"}}           | 400 FIELD_MISSING
                    {"error":{}}                                | 400 FIELD_MISSING
                    {"error":{"code":"bad code"}}               | 400 FIELD_INVALID
                    {"error":{"code":"A","retryable":"yes"}}    | 400 FIELD_INVALID
                    {"error":{"code":"A","message":"a\\nb"}}    | 400 FIELD_INVALID
                    {"error":{"code":"A","more":1}}             | 400 FIELD_UNKNOWN
                    {"outcome":1}                               | 400 FIELD_UNKNOWN
                    {"result":NaN}                              | 400 NUMBER_OUT_OF_RANGE
                    {"result":}                                 | 400 JSON_SYNTAX
                    []                                          | 400 BODY_NOT_OBJECT
                    """)
    void whatIsNoCallbackIsRefused(String body, String problem) {
        assertThat(problem(end(body))).isEqualTo(problem);
    }

    @Test
    void aResultBeyond256KibibytesIsRefused() {
        String text = "x".repeat(256 * 1024 - 2);
        assertThat(problem(end("{\"result\":[\"" + text + "\"]}")))
                .isEqualTo("413 RESULT_TOO_LARGE");
    }

    @Test
    void aSignOfLifeIs202AndOnTheReports() {
        Answer answer =
                join(beat("{\"progress\":0.5,\"message\":\"half\",\"checkpoint\":{\"epoch\":3}}"));

        assertThat(answer.status()).isEqualTo(202);
        Heartbeat beat = (Heartbeat) reported().value();
        assertThat(beat.getExecutor()).isEqualTo("callback");
        assertThat(beat.getAttempt()).isEqualTo(2);
        assertThat(beat.getProgress()).isEqualTo(0.5);
        assertThat(beat.getMessage()).isEqualTo("half");
        assertThat(beat.getCheckpoint()).isEqualTo("{\"epoch\":3}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"progress":1.01}        | 400 FIELD_INVALID
                    {"progress":-0.1}        | 400 FIELD_INVALID
                    {"message":"a\\u0007b"}  | 400 FIELD_INVALID
                    {"result":1}             | 400 FIELD_UNKNOWN
                    """)
    void whatIsNoSignOfLifeIsRefused(String body, String problem) {
        assertThat(problem(beat(body))).isEqualTo(problem);
    }

    private CompletableFuture<Answer> end(String body) {
        return desk.end(Optional.of(token(2, NOW.plusSeconds(1))), body.getBytes(UTF_8), JSON);
    }

    private CompletableFuture<Answer> beat(String body) {
        return desk.beat(ID, Optional.of(token(2, NOW.plusSeconds(1))), body.getBytes(UTF_8), JSON);
    }

    private static String token(int attempt, Instant expires) {
        return KEY.sign(new CallbackToken(ID, attempt, expires));
    }

    /** A report and where it lies. */
    private record Reported(ConsumerRecord<byte[], byte[]> record, SpecificRecord value) {}

    private Reported reported() {
        await().atMost(Duration.ofSeconds(20)).until(() -> !reports().isEmpty());
        return reports().getFirst();
    }

    private List<Reported> reports() {
        return KAFKA.readAll(topics.reports()).stream()
                .map(record ->
                        new Reported(
                                record,
                                ((RecordCodec.Decoded.Readable)
                                                codec.decode(record.value(), Contract.REPORTS))
                                        .value()))
                .toList();
    }

    private void decide(Reported cause, SpecificRecord event) {
        ConsumerRecord<byte[], byte[]> at = cause.record();
        String place = at.topic() + "/" + at.partition() + "/" + at.offset() + "#0";
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topics.events(),
                        at.partition(),
                        ID.value().getBytes(UTF_8),
                        codec.encode(event));
        CloudEvents.headers(
                        event, EventId.of(ID.value(), place).toString(), "test", ID.value(), NOW)
                .forEach(record.headers()::add);
        var unused = ledger.send(record);
        ledger.flush();
    }

    private static ActionCompleted completed(String result) {
        return new ActionCompleted(
                ID.value(),
                new Intent("default", "train", 1, "k", null),
                ID.value(),
                2,
                new Run("e1", NOW),
                result,
                List.of(),
                NOW);
    }

    private static LateReport late() {
        return new LateReport(ID.value(), 2, 2, "callback", ReportKind.SUCCEEDED, "1", NOW);
    }

    private static Answer join(CompletableFuture<Answer> answer) {
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static int status(CompletableFuture<Answer> answer) {
        return join(answer).status();
    }

    private static String body(CompletableFuture<Answer> answer) {
        return new String(join(answer).body(), UTF_8);
    }

    private static String problem(CompletableFuture<Answer> answer) {
        String code = body(answer).replaceAll(".*\"code\":\"([A-Z_]+)\".*", "$1");
        return status(answer) + " " + code;
    }
}
