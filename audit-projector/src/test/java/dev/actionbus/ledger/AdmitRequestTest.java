package dev.actionbus.ledger;

import static dev.actionbus.ledger.Samples.THREE_ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.Intent;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.event.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are no actions: refused on record, whoever wrote them. */
final class AdmitRequestTest {

    private final LedgerTrial trial = new LedgerTrial(new Ledger(Duration.ofSeconds(15)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|PARAMS_NOT_OBJECT",
                "{\"a\":|JSON_SYNTAX",
                "{} {}|JSON_SYNTAX",
                "{\"a\":1,\"a\":2}|JSON_SYNTAX",
                "{\"a\":NaN}|JSON_SYNTAX",
                "{\"a\":9007199254740993}|NUMBER_OUT_OF_RANGE",
                "{\"a\":1e999}|NUMBER_OUT_OF_RANGE"
            })
    void paramsWithoutACanonicalFormAreRefused(String params, String code) {
        trial.when(Samples.request("k", "r1", params));

        assertRejected(code);
    }

    @ParameterizedTest
    @CsvSource({
        "default, 'no spaces', 1, k, NAME_INVALID",
        "../etc, train, 1, k, TENANT_INVALID",
        "default, train, 0, k, VERSION_INVALID",
        "default, train, 1, '', IDEMPOTENCY_KEY_INVALID",
        "default, train, 1, other, ACTION_ID_MISMATCH"
    })
    void anIntentThatBreaksARuleIsRefused(
            String tenant, String name, int version, String key, String code) {
        ActionRequested request = Samples.request("k", "r1", "{}");
        request.put("intent", new Intent(tenant, name, version, key, null));

        trial.when(request);

        assertRejected(code);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000, 2, 1000, 0",
        "1001, 1000, 2, 1000, 0",
        "3, -1, 2, 1000, 0",
        "3, 1000, 0.5, 1000, 0",
        "3, 1000, NaN, 1000, 0",
        "3, 1000, 2, 999, 0",
        "3, 1000, 2, 1000, 1.1"
    })
    void aRetryPolicyOutOfBoundsIsRefused(
            int attempts, long backoff, double factor, long maxBackoff, double jitter) {
        RetryPolicy retry =
                new RetryPolicy(
                        attempts, backoff, factor, maxBackoff, jitter, List.of(), null, false);

        trial.when(Samples.request("k", "r1", "{}", null, retry));

        assertRejected("RETRY_INVALID");
    }

    @Test
    void i4_modeOnceWithSeveralAttemptsIsRefused() {
        trial.when(Samples.request("k", "r1", "{}", Mode.ONCE, THREE_ATTEMPTS));

        assertRejected("RETRY_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[1,2.50,\"x\"]}", "{ \"a\" : [1.0, 2.5, \"\\u0078\"] }"})
    void i8_whatMeansTheSameIsTheSame(String params) {
        trial.given(Samples.request("k", "r1", "{\"a\":[1,2.5,\"x\"]}"));

        trial.when(Samples.request("k", "r2", params));

        assertThat(trial.onlyEvent(DuplicateObserved.class).getRequestId()).isEqualTo("r2");
    }

    private void assertRejected(String code) {
        RequestRejected event = trial.onlyEvent(RequestRejected.class);
        assertThat(event.getCode()).isEqualTo(code);
        assertThat(event.getRequestId()).isEqualTo("r1");
        assertThat(event.getDetail()).doesNotContain("\n").isNotBlank();
        assertThat(trial.state()).isEqualTo(new ActionState.Absent());
    }
}
