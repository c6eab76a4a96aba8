package dev.actionbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Admission;
import dev.actionbus.action.IdempotencyKey;
import dev.actionbus.action.Order;
import dev.actionbus.action.OrderAnswer;
import dev.actionbus.action.Receipt;
import dev.actionbus.client.SentOrder;
import dev.actionbus.client.Submission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    private volatile ActionEvents.Told history = new ActionEvents.Told.Events(List.of(), false);
    private volatile DeadLetterList.Page page =
            new DeadLetterList.Page.Found(List.of(), Optional.empty());
    private final List<SentOrder> orders = new CopyOnWriteArrayList<>();
    private volatile Function<Order, SentOrder> sent =
            order -> {
                SentOrder one =
                        new SentOrder(order, new CompletableFuture<>(), new CompletableFuture<>());
                orders.add(one);
                return one;
            };
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
                            return sent.apply(order);
                        }

                        @Override
                        public AutoCloseable follow(ActionId id, LongConsumer offsets) {
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
                            (id, offset) -> CompletableFuture.completedFuture(history),
                            filter -> CompletableFuture.completedFuture(page)),
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

    @Test
    void anOrderIsAnsweredWhenTheLedgerHasCarriedItOut() {
        CompletableFuture<Answer> answer =
                gateway.order(Order.Kind.CANCEL, ID, head(Optional.empty()), "/here");
        await().until(() -> orders.size() == 1);
        assertThat(answer).isNotDone();

        orders.getFirst().answer().complete(new OrderAnswer.Done());

        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(body(answer)).contains("\"status\":\"CANCELLED\"", "\"requestId\":");
        assertThat(orders.getFirst().order().principal()).isEqualTo("somebody");
        assertThat(orders.getFirst().order().reason()).isEqualTo("because");
        await().until(() -> gateway.timersArmed() == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "CANCEL,CANCELLED,200,CANCELLED",
        "CANCEL,COMPLETED,409,ALREADY_TERMINAL",
        "RETRY,FAILED,409,ALREADY_TERMINAL",
        "RETRY,RUNNING,409,NOT_WAITING",
        "REDRIVE,COMPLETED,409,NOT_DEAD",
        "REDRIVE,PAUSED,409,NOT_ENDED",
        "REDRIVE,FAILED,409,KEY_RELEASED",
        "RELEASE_KEY,RUNNING,409,NOT_ENDED",
        "CANCEL,,404,ACTION_NOT_FOUND"
    })
    void anOrderThatDoesNotFitSaysWhy(Order.Kind kind, String status, int code, String word) {
        CompletableFuture<Answer> answer = gateway.order(kind, ID, head(Optional.empty()), "/here");
        await().until(() -> orders.size() == 1);

        orders.getFirst().answer().complete(new OrderAnswer.Ignored(Optional.ofNullable(status)));

        assertThat(answer.join().status()).isEqualTo(code);
        assertThat(body(answer)).contains(word);
    }

    @Test
    void anOrderWithANameThatWasCarriedOutBeforeIsAnsweredAsDone() {
        OrderHead head = head(Optional.of("again"));
        String requestId = Order.requestId(Order.Kind.REDRIVE, ID, new IdempotencyKey("again"));
        history =
                new ActionEvents.Told.Events(
                        List.of(
                                new ActionEvents.Event(
                                        "ActionRedriven",
                                        new ActionEvents.Place(0, 7),
                                        requestId,
                                        "{}")),
                        false);
        view = Optional.of(LookedUp.running(ID, "RUNNING"));

        CompletableFuture<Answer> answer = gateway.order(Order.Kind.REDRIVE, ID, head, "/here");
        await().until(() -> orders.size() == 1);
        orders.getFirst().answer().complete(new OrderAnswer.Ignored(Optional.of("RUNNING")));

        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().headers()).containsEntry("Idempotency-Replayed", "true");
        assertThat(body(answer)).contains("\"status\":\"RUNNING\"", requestId);
        assertThat(orders.getFirst().order().requestId()).isEqualTo(requestId);
    }

    @Test
    void deadLettersAreOrderedInTheOrderOfTheirAdmissionAndCounted() {
        ActionId other = ActionRequest.named("score").key("k2").params("{}").build().id();
        ActionId third = ActionRequest.named("score").key("k3").params("{}").build().id();
        page =
                new DeadLetterList.Page.Found(
                        List.of(
                                new DeadLetterList.Dead(ID, "FAILED"),
                                new DeadLetterList.Dead(other, "PAUSED"),
                                new DeadLetterList.Dead(third, "UNKNOWN")),
                        Optional.of("next"));

        CompletableFuture<Answer> answer = gateway.redrive(Map.of(), head(Optional.empty()));
        await().until(() -> orders.size() == 3);
        orders.get(0).answer().complete(new OrderAnswer.Done());
        orders.get(1).answer().complete(new OrderAnswer.Done());
        orders.get(2).answer().complete(new OrderAnswer.Ignored(Optional.of("COMPLETED")));

        assertThat(orders)
                .extracting(one -> one.order().actionId(), one -> one.order().kind())
                .containsExactly(
                        tuple(ID, Order.Kind.REDRIVE),
                        tuple(other, Order.Kind.RETRY),
                        tuple(third, Order.Kind.REDRIVE));
        assertThat(body(answer))
                .isEqualTo(
                        "{\"redriven\":1,\"retried\":1,\"repeated\":0,\"ignored\":1,"
                                + "\"unanswered\":0,\"more\":true,\"cursor\":\"next\"}");
    }

    private static OrderHead head(Optional<String> key) {
        return new OrderHead("somebody", "because", key.map(IdempotencyKey::new));
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
