package dev.actionbus.gateway;

import static dev.actionbus.gateway.Asked.bytes;
import static dev.actionbus.gateway.Asked.head;
import static dev.actionbus.gateway.Asked.read;
import static dev.actionbus.gateway.Asked.refused;
import static dev.actionbus.gateway.Asked.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request's head says: key, media type, how long its sender waits. */
final class RequestHeadTest {

    @Test
    void aLineHasItsKeyInAField() {
        RequestHead line = RequestHead.ofLine(List.of());

        assertThat(read(bytes("{\"name\":\"a\",\"idempotencyKey\":\"k-1\"}"), line))
                .isInstanceOfSatisfying(
                        RequestJson.Parsed.Good.class,
                        good ->
                                assertThat(good.request().identity().key().value())
                                        .isEqualTo("k-1"));
        assertThat(refused(bytes("{\"name\":\"a\",\"idempotencyKey\":\"\"}"), line).code())
                .isEqualTo("IDEMPOTENCY_KEY_INVALID");
        assertThat(refused(bytes("{\"name\":\"a\",\"idempotencyKey\":null}"), line).code())
                .isEqualTo("FIELD_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\u0000b", "a\nb", "schl\u00fcssel", "\"\""})
    void aKeyThatIsNotVisibleAsciiIsRefused(String key) {
        assertThat(refused(bytes("{\"name\":\"a\"}"), head(key)).code())
                .isEqualTo("IDEMPOTENCY_KEY_INVALID");
    }

    @Test
    void aKeyHasAtMost255Characters() {
        assertThat(refused(bytes("{\"name\":\"a\"}"), head("k".repeat(256))).code())
                .isEqualTo("IDEMPOTENCY_KEY_INVALID");
        assertThat(read(bytes("{\"name\":\"a\"}"), head("k".repeat(255))))
                .isInstanceOf(RequestJson.Parsed.Good.class);
    }

    @Test
    void twoKeysAreRefused() {
        assertThat(refused(bytes("{\"name\":\"a\"}"), head("a", "b")).code())
                .isEqualTo("IDEMPOTENCY_KEY_REPEATED");
    }

    @Test
    void aQuotedKeyIsTheSameKey() {
        assertThat(request(bytes("{\"name\":\"a\"}"), head("\"k\"")).id())
                .isEqualTo(request(bytes("{\"name\":\"a\"}"), head("k")).id());
    }

    @Test
    void withoutAKeyEveryRequestIsAnActionOfItsOwn() {
        assertThat(request(bytes("{\"name\":\"a\"}"), head()).id())
                .isNotEqualTo(request(bytes("{\"name\":\"a\"}"), head()).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/json; charset=utf-7",
                "application/jsonx",
                "application/json; charset=utf-16"
            })
    void onlyJsonInUtf8IsTaken(String type) {
        RequestHead head = new RequestHead(Optional.of(type), List.of("k"), List.of());

        assertThat(refused(bytes("{\"name\":\"a\"}"), head).status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON;charset=UTF-8",
                "application/json ; charset=\"utf-8\""
            })
    void jsonInUtf8IsTaken(String type) {
        RequestHead head = new RequestHead(Optional.of(type), List.of("k"), List.of());

        assertThat(read(bytes("{\"name\":\"a\"}"), head))
                .isInstanceOf(RequestJson.Parsed.Good.class);
    }

    @ParameterizedTest
    @CsvSource({"wait=10,10", "'respond-async, wait=5',5", "wait=\"7\",7", "Wait = 99,60"})
    void aPreferenceToWaitIsUnderstood(String prefer, int seconds) {
        assertThat(WaitTime.preferred(List.of(prefer))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=soon", "await=3", "wait=-1"})
    void whatIsNotUnderstoodIsNoPreference(String prefer) {
        assertThat(WaitTime.preferred(List.of(prefer))).isZero();
    }
}
