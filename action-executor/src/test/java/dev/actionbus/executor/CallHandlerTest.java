package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.action.PayloadClaim;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;
import dev.actionbus.executor.handler.HandlerSettings;
import dev.actionbus.payload.ParamsSchema;
import dev.actionbus.payload.ParamsSchema.Compiled;
import dev.actionbus.payload.PayloadStore;
import dev.actionbus.payload.PayloadTrouble;
import dev.actionbus.payload.Payloads;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The store is a map. */
final class CallHandlerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String LARGE =
            "{ \"n\": 0.1000, \"t\": \"\\u00e9\\/" + "x".repeat(Payloads.INLINE) + "\" }";

    private final Map<String, byte[]> stored = new HashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private int refusals;
    private final Payloads payloads =
            Payloads.in(
                    new PayloadStore() {
                        @Override
                        public void put(PayloadClaim claim, byte[] bytes) {
                            if (refusals > 0) {
                                refusals--;
                                throw PayloadTrouble.unavailable("no", new IOException("full"));
                            }
                            stored.put(claim.digest(), bytes);
                        }

                        @Override
                        public Optional<byte[]> get(PayloadClaim claim) {
                            return Optional.ofNullable(stored.get(claim.digest()));
                        }
                    });

    @Test
    void largeParamsReachTheHandlerAndALargeResultTheStoreToTheLetter() {
        AttemptResult result = call(payloads.leaveParams(LARGE), this::echo, NOW.plusSeconds(60));
        assertThat(result).isInstanceOf(Succeeded.class);
        String claim = ((Succeeded) result).result();
        assertThat(PayloadClaim.in(claim)).isPresent();
        assertThat(payloads.fetch(claim)).isEqualTo(LARGE);
        assertThat(stored).hasSize(1);
    }

    @Test
    void paramsThatAreNotThoseThatWereLeftAreNotHandedOn() {
        String claim = payloads.leaveParams(LARGE);
        stored.replaceAll((_, bytes) -> {
            byte[] other = Arrays.copyOf(bytes, bytes.length);
            other[9] = '9';
            return other;
        });
        Failed failed = fails(claim, this::echo, NOW.plusSeconds(60));
        assertThat(failed.error().code()).isEqualTo("PAYLOAD_CORRUPT");
        assertThat(failed.error().retryable()).isFalse();
        assertThat(failed.called()).isFalse();
        assertThat(calls).hasValue(0);
    }

    @Test
    void paramsThatAreGoneMayComeBack() {
        String claim = payloads.leaveParams(LARGE);
        stored.clear();
        Failed failed = fails(claim, this::echo, NOW.plusSeconds(60));
        assertThat(failed.error().code()).isEqualTo("PAYLOAD_MISSING");
        assertThat(failed.error().retryable()).isTrue();
        assertThat(failed.called()).isFalse();
        assertThat(calls).hasValue(0);
    }

    @Test
    void aStoreThatIsAwayForAMomentDoesNotMakeTheHandlerRunAgain() {
        refusals = 2;
        assertThat(call("{}", _ -> new Succeeded(LARGE), NOW.plusSeconds(60)))
                .isInstanceOf(Succeeded.class);
        assertThat(stored).hasSize(1);
    }

    @Test
    void aResultThatCannotBeStoredByTheDeadlineIsAFailureThatSaysSo() {
        refusals = 100;
        Failed failed = fails("{}", _ -> new Succeeded(LARGE), NOW.plusMillis(100));
        assertThat(failed.error().code()).isEqualTo("PAYLOAD_UNAVAILABLE");
        assertThat(failed.error().message()).startsWith("the handler is done");
        assertThat(failed.called()).isTrue();
    }

    @Test
    void aHandlerIsNotCalledWithParamsThatItsSchemaForbids() {
        Compiled compiled = ParamsSchema.compile("{\"properties\":{\"n\":{\"type\":\"integer\"}}}");
        HandlerSettings strict =
                HandlerSettings.DEFAULT.withParams(
                        Optional.of(((Compiled.Good) compiled).schema()));
        Failed failed =
                (Failed) call(payloads.leaveParams(LARGE), this::echo, NOW.plusSeconds(60), strict);
        ActionError error = failed.error();
        assertThat(error.code()).isEqualTo("PARAMS_INVALID");
        assertThat(error.retryable()).isFalse();
        assertThat(error.message()).startsWith("/params/n: ");
        assertThat(error.details().orElseThrow()).contains("\"pointer\":\"/params/n\"");
        assertThat(failed.called()).isFalse();
        assertThat(calls).hasValue(0);
    }

    private AttemptResult echo(Attempt attempt) {
        calls.incrementAndGet();
        return new Succeeded(attempt.call().params());
    }

    private Failed fails(String params, ActionHandler code, Instant deadline) {
        return (Failed) call(params, code, deadline);
    }

    private AttemptResult call(String params, ActionHandler code, Instant deadline) {
        return call(params, code, deadline, HandlerSettings.DEFAULT);
    }

    private AttemptResult call(
            String params, ActionHandler code, Instant deadline, HandlerSettings settings) {
        AttemptGranted grant =
                Tasks.asking(Tasks.grant("echo", "k", 1, Duration.ofSeconds(30)), params);
        Lookup found =
                HandlerCatalog.builder()
                        .java("echo", 1, code, settings)
                        .build()
                        .orThrow()
                        .find("echo", 1);
        Handler handler = ((Lookup.Found) found).handler();
        Assignment work = new Assignment(grant, new ActionId(grant.getActionId()), found, 1);
        return new CallHandler(Callbacks.NONE, payloads, Clock.fixed(NOW, ZoneOffset.UTC))
                .call(new RunningAttempt(work, 0), handler, deadline);
    }
}
