package dev.actionbus.standalone.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.gateway.ActionEvents;
import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.DeadLetterList;
import dev.actionbus.gateway.Views;
import dev.actionbus.payload.PayloadLocation;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large params and results in a bucket, from the gateway to the handler and back. */
final class PayloadsOnS3IT {

    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir Path directory;

    private final S3Fake s3 = new S3Fake("models", "KEY-ID/[0-9]{8}/eu-central-1/s3/aws4_request");
    private Node node;
    private ActionGateway gateway;

    @BeforeEach
    void start() {
        System.setProperty("aws.accessKeyId", "KEY-ID");
        System.setProperty("aws.secretAccessKey", "secret");
        HandlerCatalog catalog =
                HandlerCatalog.builder()
                        .java(
                                "echo",
                                1,
                                attempt -> new AttemptResult.Succeeded(attempt.call().params()))
                        .build()
                        .orThrow();
        node =
                Node.start(
                        new NodeSettings(
                                Set.of(Role.values()),
                                directory,
                                new ClusterSettings.Embedded(
                                        Topics.DEFAULT,
                                        new ClusterSettings.Partitions(1, 1),
                                        0,
                                        Durability.OS),
                                NodeSettings.Http.local(1),
                                List.of(),
                                new NodeSettings.Timing(WAIT, Duration.ofSeconds(1)),
                                new NodeSettings.Shared(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(
                                                PayloadLocation.parse(
                                                        "s3://models/runs?region=eu-central-1"
                                                                + "&endpoint="
                                                                + s3.endpoint())))),
                        LiveHandlers.fixed(catalog));
        gateway =
                new ActionGateway(
                        node.gateway().orElseThrow().bus(),
                        new Views(
                                _ -> CompletableFuture.completedFuture(Optional.empty()),
                                (_, _) ->
                                        CompletableFuture.completedFuture(
                                                new ActionEvents.Told.NoSuchAction()),
                                _ ->
                                        CompletableFuture.completedFuture(
                                                new DeadLetterList.Page.Found(
                                                        List.of(), Optional.empty()))),
                        node.gateway().orElseThrow().desk());
    }

    @AfterEach
    void stop() {
        gateway.close();
        node.close();
        s3.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void largeJsonGoesThroughTheBucketToTheLetter() {
        String params = "{ \"n\" : 0.1000, \"t\":[" + "\"é\\/\",".repeat(80_000) + "1] }";

        Answer done = asked("one", params);

        assertThat(done.status()).isEqualTo(200);
        assertThat(new String(done.body(), StandardCharsets.UTF_8))
                .contains("\"result\":" + params);
        assertThat(s3.wrong()).isEmpty();
        assertThat(s3.objects())
                .hasSize(1)
                .allSatisfy((name, bytes) -> {
                    assertThat(name).matches("runs/[0-9a-f]{64}");
                    assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo(params);
                });
        assertThat(directory.resolve("payloads")).doesNotExist();
    }

    private Answer asked(String key, String params) {
        ActionRequest request = ActionRequest.named("echo").key(key).params(params).build();
        return gateway.submit(request, WAIT).join();
    }
}
