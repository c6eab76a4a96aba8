package dev.actionbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Admission;
import dev.actionbus.action.IdempotencyKey;
import dev.actionbus.action.Order;
import dev.actionbus.action.Receipt;
import dev.actionbus.client.Following;
import dev.actionbus.client.SentOrder;
import dev.actionbus.client.Submission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test is Kafka and the ledger: it completes what they would. */
final class ActionGatewayTest {

    private static final Duration NO_WAIT = Duration.ZERO;
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final ActionRequest REQUEST =
            ActionRequest.named("score").key("k").params("{}").build();
    private static final ActionId ID = REQUEST.id();
    private static final ActionOutcome DONE = new ActionOutcome.Completed(ID, 1, "{ \"a\" : 1.0 }");

    private final AtomicLong nanos = new AtomicLong(1);
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final Submission submission =
            new Submission(
                    new Receipt(ID, new IdempotencyKey("k"), "r"),
                    new CompletableFuture<>(),
                    new CompletableFuture<>(),
                    new CompletableFuture<>());
    private final CompletableFuture<ActionOutcome> watch = new CompletableFuture<>();
    private volatile Supplier<Submission> bus = () -> submission;
    private volatile Optional<LookedUp> view = Optional.empty();
    private volatile boolean viewIsDown;
    private final ActionGateway gateway =
            new ActionGateway(
                    new BusAccess() {
                        @Override
                        public Submission track(ActionRequest request) {
                            writes.incrementAndGet();
                            return bus.get();
                        }

                        @Override
                        public SentOrder order(Order order) {
                            throw new AssertionError("nobody orders here");
                        }

                        @Override
                        public Following follow(ActionId id, LongConsumer offsets) {
                            throw new AssertionError("nobody follows here");
                        }

                        @Override
                        public CompletableFuture<ActionOutcome> watch(ActionId id) {
                            return watch;
                        }
                    },
                    new Views(
                            id -> {
                                looks.incrementAndGet();
                                if (viewIsDown) {
                                    throw new IllegalStateException("restoring");
                                }
                                return CompletableFuture.completedFuture(view);
                            },
                            (id, offset) -> {
                                throw new AssertionError("nobody asks for events here");
                            },
                            filter -> {
                                throw new AssertionError("nobody looks here");
                            }),
                    PayloadDesk.none(),
                    nanos::get);

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anAcceptedActionIsAnsweredAtOnce() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, NO_WAIT);
        assertThat(answer).isNotDone();

        submission.admission().complete(new Admission.Accepted());

        assertThat(answer.join().status()).isEqualTo(202);
        assertThat(answer.join().headers()).containsEntry("Location", "/v1/actions/" + ID);
        assertThat(body(answer))
                .isEqualTo(
                        "{\"actionId\":\""
                                + ID
                                + "\",\"status\":\"ADMITTED\",\"idempotencyKey\":\"k\"}");
        assertNothingIsLeft();
    }

    @Test
    void aRunningDuplicateIsMarked() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, NO_WAIT);

        submission.admission().complete(new Admission.Duplicate(Optional.empty()));

        assertThat(answer.join().status()).isEqualTo(202);
        assertThat(answer.join().headers()).containsEntry("Idempotency-Replayed", "true");
    }

    @Test
    void aDuplicateOfAnEndedActionHasItsOutcome() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, NO_WAIT);

        submission.admission().complete(new Admission.Duplicate(Optional.of(DONE)));

        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().headers()).containsEntry("Idempotency-Replayed", "true");
        assertThat(body(answer)).contains("\"status\":\"COMPLETED\"");
    }

    @Test
    void aConflictIs422() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, WAIT);

        submission.admission().complete(new Admission.Conflict());

        assertThat(answer.join().status()).isEqualTo(422);
        assertThat(body(answer)).contains("\"code\":\"IDEMPOTENCY_KEY_CONFLICT\"");
        assertNothingIsLeft();
    }

    @Test
    void aRejectedRequestHasTheLedgersCode() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, NO_WAIT);

        submission.admission().complete(new Admission.Rejected("REQUEST_TOO_OLD", "old\nnews"));

        assertThat(answer.join().status()).isEqualTo(400);
        assertThat(body(answer)).contains("\"code\":\"REQUEST_TOO_OLD\"").contains("\\\\u000a");
    }

    @Test
    void anOutcomeInTimeIsTheAnswerToTheLetter() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, WAIT);
        submission.admission().complete(new Admission.Accepted());
        assertThat(answer).isNotDone();

        submission.outcome().complete(DONE);

        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().headers())
                .containsEntry("Preference-Applied", "wait=3")
                .doesNotContainKey("Idempotency-Replayed");
        assertThat(body(answer)).endsWith("\"attempt\":1,\"result\":{ \"a\" : 1.0 }}");
        assertNothingIsLeft();
    }

    @Test
    void aFailedActionIsNoHttpError() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, WAIT);
        submission.admission().complete(new Admission.Accepted());
        ActionError error = new ActionError("BAD", "no \"way\"", false, Optional.of("[1]"));

        submission.outcome().complete(new ActionOutcome.Failed(ID, 2, error));

        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(body(answer))
                .endsWith(
                        "\"status\":\"FAILED\",\"idempotencyKey\":\"k\",\"attempt\":2,\"error\":"
                                + "{\"code\":\"BAD\",\"message\":\"no \\\"way\\\"\","
                                + "\"retryable\":false,\"attempt\":2,\"details\":[1]}}");
    }

    @Test
    void anOutcomeTooLateIs202() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, Duration.ofMillis(30));
        submission.admission().complete(new Admission.Accepted());

        assertThat(answer.join().status()).isEqualTo(202);
        assertNothingIsLeft();
    }

    @Test
    void aDecisionAfterTheWaitIsStillTheAnswer() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, Duration.ofMillis(1));
        CompletableFuture<Answer> wait = gateway.result(ID, Duration.ofMillis(20));
        view = Optional.of(LookedUp.running(ID, "ADMITTED"));
        assertThat(wait.join().status()).isIn(202, 404);
        assertThat(answer).isNotDone();

        submission.admission().complete(new Admission.Accepted());

        assertThat(answer.join().status()).isEqualTo(202);
    }

    @Test
    void aWriteThatFailedHasAnUnknownOutcome() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, WAIT);

        submission.acknowledged().completeExceptionally(new KafkaException("gone"));

        assertThat(answer.join().status()).isEqualTo(503);
        assertThat(answer.join().headers()).containsEntry("Retry-After", "1");
        assertThat(body(answer))
                .contains("\"code\":\"OUTCOME_UNKNOWN\"")
                .contains("retry with the same key");
        assertNothingIsLeft();
    }

    @Test
    void aRecordTooLargeForKafkaIs413() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, NO_WAIT);

        submission.acknowledged().completeExceptionally(new RecordTooLargeException("big"));

        assertThat(answer.join().status()).isEqualTo(413);
    }

    @Test
    void aBusThatFailedIsTriedOnceASecond() {
        bus =
                () -> {
                    throw new KafkaException("no metadata");
                };
        assertThat(code(gateway.submit(REQUEST, NO_WAIT))).isEqualTo("BUS_UNAVAILABLE");
        assertThat(code(gateway.submit(REQUEST, NO_WAIT))).isEqualTo("BUS_UNAVAILABLE");
        assertThat(writes).hasValue(1);
        bus = () -> submission;

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        CompletableFuture<Answer> probe = gateway.submit(REQUEST, NO_WAIT);
        assertThat(code(gateway.submit(REQUEST, NO_WAIT))).isEqualTo("BUS_UNAVAILABLE");
        submission.acknowledged().complete(submission.receipt());
        submission.admission().complete(new Admission.Accepted());

        assertThat(probe.join().status()).isEqualTo(202);
        assertThat(gateway.submit(REQUEST, NO_WAIT).join().status()).isEqualTo(202);
    }

    @Test
    void whoGoesAwayLeavesNothingBehind() {
        CompletableFuture<Answer> answer = gateway.submit(REQUEST, WAIT);
        await().until(() -> writes.get() == 1);

        answer.cancel(false);

        assertNothingIsLeft();
    }

    @Test
    void anEndedActionIsFoundWithoutWaiting() {
        view = Optional.of(LookedUp.ended(DONE));

        CompletableFuture<Answer> answer = gateway.result(ID, WAIT);

        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(body(answer)).contains("\"result\":{ \"a\" : 1.0 }");
        assertThat(watch).isCancelled();
    }

    @Test
    void aRunningActionIsWaitedFor() {
        view = Optional.of(LookedUp.running(ID, "RUNNING"));
        CompletableFuture<Answer> answer = gateway.result(ID, WAIT);
        assertThat(answer).isNotDone();

        watch.complete(DONE);

        assertThat(answer.join().status()).isEqualTo(200);
    }

    @Test
    void aRunningActionIs202AfterTheWait() {
        view = Optional.of(LookedUp.running(ID, "RUNNING"));

        CompletableFuture<Answer> answer = gateway.result(ID, NO_WAIT);

        assertThat(answer.join().status()).isEqualTo(202);
        assertThat(body(answer)).isEqualTo("{\"actionId\":\"" + ID + "\",\"status\":\"RUNNING\"}");
        assertThat(watch).isCancelled();
    }

    @Test
    void anEndTheViewLearnsOfLateIsFoundByLookingAgain() {
        view = Optional.of(LookedUp.running(ID, "RUNNING"));
        CompletableFuture<Answer> answer = gateway.result(ID, WAIT);

        view = Optional.of(LookedUp.ended(DONE));

        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(looks).hasValue(2);
    }

    @Test
    void anUnknownActionIs404() {
        CompletableFuture<Answer> answer = gateway.result(ID, NO_WAIT);
        watch.completeExceptionally(new KafkaException("the feed ended"));

        assertThat(answer.orTimeout(5, TimeUnit.SECONDS).join().status()).isEqualTo(404);
        assertThat(body(answer)).contains("\"code\":\"ACTION_NOT_FOUND\"");
    }

    @Test
    void aViewThatCanNotBeAskedIs503() {
        viewIsDown = true;

        CompletableFuture<Answer> answer = gateway.result(ID, WAIT);

        assertThat(answer.join().status()).isEqualTo(503);
        assertThat(body(answer)).contains("\"code\":\"VIEW_UNAVAILABLE\"");
        assertThat(watch).isCancelled();
    }

    private void assertNothingIsLeft() {
        await().until(() -> submission.outcome().isDone() && gateway.timersArmed() == 0);
    }

    private static String code(CompletableFuture<Answer> answer) {
        String json = body(answer);
        int start = json.indexOf("\"code\":\"") + 8;
        return json.substring(start, json.indexOf('"', start));
    }

    private static String body(CompletableFuture<Answer> answer) {
        return new String(answer.join().body(), StandardCharsets.UTF_8);
    }
}
