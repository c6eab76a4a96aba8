package dev.actionbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.IdempotencyKey;
import dev.actionbus.action.Order;
import dev.actionbus.action.OrderAnswer;
import dev.actionbus.client.Following;
import dev.actionbus.client.SentOrder;
import dev.actionbus.client.Submission;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The test is Kafka and the ledger: it answers orders as they would. */
final class GiveOrdersTest {

    private static final ActionId ID =
            ActionRequest.named("score").key("k").params("{}").build().id();

    private final AtomicInteger asked = new AtomicInteger();
    private volatile Optional<LookedUp> view = Optional.empty();
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
                            throw new AssertionError("nobody submits here");
                        }

                        @Override
                        public SentOrder order(Order order) {
                            return sent.apply(order);
                        }

                        @Override
                        public Following follow(ActionId id, LongConsumer offsets) {
                            throw new AssertionError("nobody follows here");
                        }

                        @Override
                        public CompletableFuture<ActionOutcome> watch(ActionId id) {
                            throw new AssertionError("nobody waits here");
                        }
                    },
                    new Views(
                            id -> CompletableFuture.completedFuture(view),
                            (id, offset) -> {
                                asked.incrementAndGet();
                                return CompletableFuture.completedFuture(history);
                            },
                            filter -> CompletableFuture.completedFuture(page)),
                    PayloadDesk.none(),
                    () -> 1);

    @AfterEach
    void close() {
        gateway.close();
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
    @EnumSource(names = {"REDRIVE", "RESUME"})
    void aNewRoundIsToldWhenTheViewKnowsIt(Order.Kind kind) {
        Order.Detail detail =
                kind == Order.Kind.RESUME
                        ? new Order.Detail.Resume(Optional.empty(), Optional.empty())
                        : new Order.Detail.None();
        CompletableFuture<Answer> answer =
                gateway.order(kind, ID, detail, head(Optional.empty()), "/here");
        await().until(() -> orders.size() == 1);
        int before = asked.get();
        orders.getFirst().answer().complete(new OrderAnswer.Done());
        await().until(() -> asked.get() > before + 1);
        assertThat(answer).isNotDone();

        history = carriedOut("ActionRedriven", orders.getFirst().order().requestId());

        assertThat(answer.join().status()).isEqualTo(200);
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
        history = carriedOut("ActionRedriven", requestId);
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

    private static ActionEvents.Told carriedOut(String type, String requestId) {
        return new ActionEvents.Told.Events(
                List.of(
                        new ActionEvents.Event(
                                type, new ActionEvents.Place(0, 7), requestId, "{}")),
                false);
    }

    /** The topic of orders may not be known yet; then a write blocks. */
    @Test
    void anOrderIsNotWrittenByItsCallerAlsoWhenKafkaHasJustAnswered() {
        CompletableFuture<Answer> first =
                gateway.order(Order.Kind.CANCEL, ID, head(Optional.empty()), "/here");
        await().until(() -> orders.size() == 1);
        orders.getFirst().acknowledged().complete(null);
        orders.getFirst().answer().complete(new OrderAnswer.Done());
        assertThat(first.join().status()).isEqualTo(200);
        AtomicReference<Thread> writer = new AtomicReference<>();
        sent =
                order -> {
                    writer.set(Thread.currentThread());
                    throw new IllegalStateException("not known");
                };

        CompletableFuture<Answer> second =
                gateway.order(Order.Kind.CANCEL, ID, head(Optional.empty()), "/here");

        assertThat(second.join().status()).isEqualTo(503);
        assertThat(writer.get()).isNotNull().isNotSameAs(Thread.currentThread());
    }

    private static OrderHead head(Optional<String> key) {
        return new OrderHead("somebody", "because", key.map(IdempotencyKey::new));
    }

    private static String body(CompletableFuture<Answer> answer) {
        return new String(answer.join().body(), StandardCharsets.UTF_8);
    }
}
