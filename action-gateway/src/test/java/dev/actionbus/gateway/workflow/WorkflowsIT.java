package dev.actionbus.gateway.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.client.BusConfig;
import dev.actionbus.client.DeclaredHandlers;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.RequestHead;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import dev.actionbus.workflow.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Definitions on a real broker. */
final class WorkflowsIT {

    @RegisterExtension static final BusKafka KAFKA = BusKafka.inProcess();

    private static final String ONE =
            """
            workflow: train
            version: 1
            params: {type: object, required: [url], properties: {url: {type: string}}}
            steps:
              data: {action: fetch, params: {url: "${params.url}"}}
            """;
    private static final Workflows.How KEEP = new Workflows.How(false, false);

    private final List<AutoCloseable> running = new ArrayList<>();
    private BusConfig config = new BusConfig(Map.of(), Topics.DEFAULT, KAFKA.registry());

    @BeforeEach
    void connect() {
        config =
                new BusConfig(
                        Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                        KAFKA.freshTopics(2),
                        KAFKA.registry());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : running.reversed()) {
            part.close();
        }
    }

    @Test
    void aVersionIsKeptOnceAndNeverChanges() {
        Workflows first = start();
        assertThat(first.apply(ONE, new Workflows.How(true, false)).status()).isEqualTo(200);
        assertThat(first.show("train", OptionalInt.empty()).status()).isEqualTo(404);
        assertThat(first.apply(ONE, KEEP).status()).isEqualTo(201);
        assertThat(first.apply(ONE, KEEP).status()).isEqualTo(200);
        Answer other = first.apply(ONE.replace("action: fetch", "action: load"), KEEP);
        assertThat(other.status()).isEqualTo(422);
        assertThat(text(other)).contains("WORKFLOW_VERSION_CONFLICT");
        assertThat(first.apply(ONE.replace("version: 1", "version: 2"), KEEP).status())
                .isEqualTo(201);

        Workflows second = start();
        assertThat(text(second.list()))
                .contains("\"workflow\":\"train\",\"version\":2,\"versions\":[1,2]");
        assertThat(text(second.show("train", OptionalInt.of(1))))
                .contains("\"layers\":[[\"data\"]]")
                .contains("\"definition\":{\"params\"");
    }

    @Test
    void everythingWrongIsTold() {
        Answer answer =
                start().apply(
                                "workflow: w\nsteps: {a: {action: x, after: [b]}, c: {delay: 1}}",
                                KEEP);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer))
                .contains("\"errors\":[")
                .contains("\"code\":\"FIELD_INVALID\"")
                .contains("\"line\":2");
    }

    @Test
    void whatNobodyHasDeclaredIsAWarningOrAnError() {
        declare("fetch-data");
        Workflows workflows = start();
        String text = ONE.replace("action: fetch", "action: fetch-dta");
        Answer warned = workflows.apply(text, new Workflows.How(true, false));
        assertThat(warned.status()).isEqualTo(200);
        assertThat(text(warned)).contains("REF_UNKNOWN").contains("did you mean fetch-data?");
        Answer refused = workflows.apply(text, new Workflows.How(true, true));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(text(refused)).contains("\"code\":\"REF_UNKNOWN\"");
    }

    @Test
    void aFieldThatNoResultOfASubWorkflowHasIsAWarningOrAnError() {
        Workflows workflows = start();
        assertThat(workflows.apply(ONE, KEEP).status()).isEqualTo(201);
        String text =
                """
                workflow: outer
                steps:
                  t: {workflow: train, params: {url: x}}
                  u: {action: fetch, params: {rows: "${steps.t.result.dta.rows}"}}
                """;
        assertThat(text(workflows.apply(text, KEEP)))
                .contains("\"pointer\":\"/steps/u/params\"")
                .contains("there is no field dta in steps.t.result; did you mean data?");
        assertThat(
                        text(
                                workflows.apply(
                                        text.replace("dta", "data"),
                                        new Workflows.How(true, false))))
                .doesNotContain("there is no field");
        Answer refused =
                workflows.apply(text.replace("outer", "other"), new Workflows.How(true, true));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(text(refused)).contains("no field dta");
    }

    @Test
    void aRunCarriesItsDefinitionWithAllSubWorkflows() {
        Workflows workflows = start();
        assertThat(workflows.apply(ONE, KEEP).status()).isEqualTo(201);
        assertThat(
                        workflows
                                .apply(
                                        "workflow: outer\nsteps: {t: {workflow: train, params: {url: x}}}",
                                        KEEP)
                                .status())
                .isEqualTo(201);
        Workflows.Asked asked =
                workflows.run("outer", "{\"params\": {\"n\": 1.50}}".getBytes(UTF_8), head("k-1"));
        assertThat(asked).isInstanceOf(Workflows.Asked.Run.class);
        ActionRequest request = ((Workflows.Asked.Run) asked).request();
        assertThat(request.identity().name()).isEqualTo("outer");
        assertThat(request.identity().key().value()).isEqualTo("k-1");
        assertThat(request.identity().partitionKey()).contains("k-1");
        assertThat(request.params()).isEqualTo("{\"n\": 1.50}");
        Snapshot snapshot = Snapshot.parse(request.handling().definition().orElseThrow());
        assertThat(snapshot.main().reference()).isEqualTo("outer@1");
        assertThat(snapshot.others()).containsOnlyKeys("train@1");
    }

    @Test
    void aRunThatCanNotBeIsRefused() {
        Workflows workflows = start();
        assertThat(workflows.apply(ONE, KEEP).status()).isEqualTo(201);
        assertThat(
                        workflows
                                .apply("workflow: lost\nsteps: {a: {workflow: nowhere}}", KEEP)
                                .status())
                .isEqualTo(201);
        assertThat(refused(workflows, "train", "{\"params\":{}}"))
                .contains("PARAMS_INVALID", "url");
        assertThat(refused(workflows, "train", "{\"params\":{\"url\":1}}"))
                .contains("PARAMS_INVALID", "\"pointer\":\"/params/url\"");
        assertThat(refused(workflows, "train", "{\"retry\":{}}"))
                .contains("FIELD_UNKNOWN", "/retry");
        assertThat(refused(workflows, "train", "{\"name\":\"x\"}"))
                .contains("FIELD_UNKNOWN", "/name");
        assertThat(refused(workflows, "train", "{")).contains("JSON_SYNTAX");
        assertThat(refused(workflows, "train", "{\"version\":9}")).contains("WORKFLOW_NOT_FOUND");
        assertThat(refused(workflows, "nobody", "")).contains("WORKFLOW_NOT_FOUND");
        assertThat(refused(workflows, "lost", "")).contains("REF_UNKNOWN", "nowhere");
    }

    private Workflows start() {
        DeclaredHandlers handlers = DeclaredHandlers.follow(config);
        running.add(handlers);
        try {
            assertThat(handlers.awaitRead(Duration.ofSeconds(30))).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Workflows workflows = Workflows.start(config, handlers, InstantSource.system());
        running.add(workflows);
        return workflows;
    }

    private void declare(String action) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        HandlerDeclared handler =
                new HandlerDeclared(
                        action,
                        1,
                        "default",
                        "java",
                        Mode.RETRY,
                        new RetryPolicy(1, 0L, 1.0, 0L, 0.0, List.of(), null, false),
                        1000L,
                        null,
                        null,
                        null,
                        "test",
                        Instant.EPOCH,
                        null);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config.kafka(), bytes, bytes)) {
            var unused =
                    producer.send(
                            new ProducerRecord<>(
                                    config.topics().handlers(),
                                    DeclaredHandlers.key(action, 1).getBytes(UTF_8),
                                    new RecordCodec(KAFKA.registry()).encode(handler)));
            producer.flush();
        }
    }

    private static String refused(Workflows workflows, String name, String body) {
        Workflows.Asked asked = workflows.run(name, body.getBytes(UTF_8), head("k"));
        assertThat(asked).isInstanceOf(Workflows.Asked.Refused.class);
        return text(((Workflows.Asked.Refused) asked).answer());
    }

    private static RequestHead head(String key) {
        return new RequestHead(Optional.of("application/json"), List.of(key), List.of());
    }

    private static String text(Answer answer) {
        return new String(answer.body(), UTF_8);
    }
}
