package dev.actionbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.PayloadClaim;
import dev.actionbus.action.RetryPolicy;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.Mode;
import dev.actionbus.payload.Payloads;
import dev.actionbus.wire.Translate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is submitted goes to a list. */
final class PayloadDeskTest {

    private static final ActionId ID = asking("{}").id();
    private static final String LARGE =
            "{ \"n\": 0.1000, \"t\": \"" + "x".repeat(Payloads.INLINE) + "\" }";

    private final StoreInMemory store = new StoreInMemory();
    private final List<ActionRequest> submitted = new CopyOnWriteArrayList<>();
    private volatile Optional<HandlerDeclared> declared = Optional.empty();
    private final PayloadDesk desk =
            new PayloadDesk(new ParamsCheck((name, version) -> declared), Payloads.in(store));

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void paramsThatTheHandlerDoesNotTakeAreRefusedWithTheirPlaces() {
        declare(
                "{\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"set\"],"
                        + "\"additionalProperties\":false}");

        Answer answer = take("{\"n\":\"x\",\"a~b/c\":1}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer))
                .contains("\"code\":\"PARAMS_INVALID\"", "\"pointer\":\"/params\"")
                .contains("\"errors\":[{\"pointer\":\"/params\"")
                .contains("{\"pointer\":\"/params/n\"");
        assertThat(submitted).isEmpty();
    }

    @Test
    void paramsThatFitTheSchemaAreSubmittedAndSoAreThoseOfASchemaNobodyCanRead() {
        declare("{\"required\":[\"set\"]}");
        assertThat(take("{\"set\":1}").status()).isEqualTo(202);
        declare("{\"type\":");
        assertThat(take("{}").status()).isEqualTo(202);
        assertThat(submitted).hasSize(2);
    }

    @Test
    void aRunIsNotJudgedByTheActionThatHasItsName() {
        declare("{\"required\":[\"set\"]}");
        ParamsCheck check = new ParamsCheck((name, version) -> declared);
        ActionRequest run =
                ActionRequest.named("score")
                        .handling(
                                new ActionRequest.Handling(
                                        Optional.empty(), Optional.empty(), Optional.of("{}")))
                        .build();

        assertThat(check.problem(run)).isEmpty();
        assertThat(check.problem(asking("{}"))).isPresent();
    }

    @Test
    void largeParamsAreLeftInTheStoreBeforeTheyAreSubmitted() {
        assertThat(take(LARGE).status()).isEqualTo(202);

        PayloadClaim claim = PayloadClaim.in(submitted.getFirst().params()).orElseThrow();
        assertThat(claim.bytes()).isEqualTo(LARGE.length());
        assertThat(store.text(claim)).isEqualTo(LARGE);
    }

    @Test
    void whatCannotBeStoredIsNotSubmitted() {
        store.fail = true;

        Answer answer = take(LARGE);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
        assertThat(text(answer))
                .contains("\"code\":\"PAYLOAD_UNAVAILABLE\"")
                .doesNotContain("secret path");
        assertThat(submitted).isEmpty();
    }

    @Test
    void aLargeResultIsFetchedForAnOutcomeAndForWhatTheViewSays() {
        String claim = Payloads.in(store).leaveResult(LARGE);
        ActionOutcome whole = desk.whole(new ActionOutcome.Completed(ID, 2, claim)).join();
        assertThat(whole).isEqualTo(new ActionOutcome.Completed(ID, 2, LARGE));

        String found = "{\"result\":%s,\"params\":{\"result\":%s}}";
        LookedUp seen =
                new LookedUp("COMPLETED", found.formatted(claim, claim), PayloadClaim.in(claim));
        assertThat(desk.whole(seen).join().json()).isEqualTo(found.formatted(LARGE, claim));
    }

    @Test
    void aResultThatIsNotWhatWasLeftIsNotTold() {
        String claim = Payloads.in(store).leaveResult(LARGE);
        store.spoil();

        CompletableFuture<ActionOutcome> whole =
                desk.whole(new ActionOutcome.Completed(ID, 2, claim));

        Problem problem = PayloadDesk.problem(failure(whole));
        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.code()).isEqualTo("PAYLOAD_CORRUPT");
    }

    private static Throwable failure(CompletableFuture<?> future) {
        try {
            var _ = future.join();
            throw new AssertionError("it did not fail");
        } catch (CompletionException e) {
            return e;
        }
    }

    private Answer take(String params) {
        return desk.take(
                        asking(params),
                        request -> {
                            submitted.add(request);
                            return CompletableFuture.completedFuture(Answer.json(202, "{}"));
                        })
                .join();
    }

    private static ActionRequest asking(String params) {
        return ActionRequest.named("score").key("k").params(params).build();
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private void declare(String schema) {
        declared =
                Optional.of(
                        HandlerDeclared.newBuilder()
                                .setName("score")
                                .setVersion(1)
                                .setPool("default")
                                .setKind("JAVA")
                                .setMode(Mode.RETRY)
                                .setRetry(Translate.toRecord(RetryPolicy.DEFAULT))
                                .setTimeoutMillis(1)
                                .setParamsSchema(schema)
                                .setExecutor("e")
                                .setAt(Instant.EPOCH)
                                .build());
    }
}
