package dev.actionbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Order;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderJsonTest {

    private static final ActionId ID = ActionRequest.named("score").key("k").build().id();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|REASON_MISSING",
                "{\"reason\":\" \"}|REASON_MISSING",
                "{\"reason\":7}|FIELD_INVALID",
                "{\"reason\":null}|FIELD_INVALID",
                "{\"reason\":\"x\",\"name\":\"a\"}|FIELD_UNKNOWN",
                "{\"reason\":\"x\",\"labels\":{\"a\":\"b\"}}|FIELD_UNKNOWN",
                "{\"reason\":\"x\",\"force\":true}|FIELD_UNKNOWN",
                "{\"reason\":\"x\"|JSON_SYNTAX",
                "[]|BODY_NOT_OBJECT",
            })
    void anOrderThatIsNoneIsRefused(String body, String code) {
        assertThat(OrderJson.ofAction(bytes(body), head(), ID.value()))
                .isInstanceOfSatisfying(
                        OrderJson.Parsed.Bad.class,
                        bad -> {
                            assertThat(bad.problem().code()).isEqualTo(code);
                            assertThat(bad.problem().status()).isEqualTo(400);
                        });
    }

    @Test
    void aReasonIsBounded() {
        String body = "{\"reason\":\"" + "x".repeat(1001) + "\"}";

        assertThat(OrderJson.ofAction(bytes(body), head(), ID.value()))
                .isInstanceOfSatisfying(
                        OrderJson.Parsed.Bad.class,
                        bad -> assertThat(bad.problem().code()).isEqualTo("REASON_INVALID"));
    }

    @Test
    void aKeyAndANameAreAnActionAndSoIsAPlace() {
        String name = "{\"reason\":\"x\",\"name\":\"score\"}";
        String lane = "{\"reason\":\"x\",\"name\":\"score\",\"partitionKey\":\"lane-1\"}";

        assertThat(action(OrderJson.ofKey(bytes(name), head(), "k"))).isEqualTo(ID);
        assertThat(action(OrderJson.ofKey(bytes(lane), head(), "k")))
                .isEqualTo(
                        ActionRequest.named("score").key("k").partitionKey("lane-1").build().id());
        assertThat(OrderJson.ofKey(bytes("{\"reason\":\"x\"}"), head(), "k"))
                .isInstanceOf(OrderJson.Parsed.Bad.class);
    }

    @Test
    void aFilterIsThatOfTheList() {
        String body =
                "{\"reason\":\"x\",\"status\":\"failed\",\"limit\":5,\"labels\":{\"team\":\"ml\"}}";

        assertThat(OrderJson.ofMany(bytes(body), head()))
                .isInstanceOfSatisfying(
                        OrderJson.Parsed.Good.class,
                        good ->
                                assertThat(good.rest())
                                        .isEqualTo(
                                                Map.of(
                                                        "status",
                                                        List.of("failed"),
                                                        "limit",
                                                        List.of("5"),
                                                        "label",
                                                        List.of("team=ml"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$claim\":{\"bytes\":5,\"canonical\":\"aa\",\"digest\":\"aa\"}}",
                "{ \"$claim\" : {\"digest\": \"aa\", \"canonical\": \"aa\", \"bytes\": 5} }",
                "{\"rows\":[{\"path\":{\"$claim\":{}}}]}",
            })
    void aSignalCanNotClaimWhatOthersHaveLeft(String payload) {
        String body = "{\"reason\":\"x\",\"signal\":\"go\",\"payload\":" + payload + "}";

        assertThat(OrderJson.ofSignal(bytes(body), head()))
                .isInstanceOfSatisfying(
                        OrderJson.Parsed.Bad.class,
                        bad -> {
                            assertThat(bad.problem().code()).isEqualTo("PAYLOAD_INVALID");
                            assertThat(bad.problem().status()).isEqualTo(400);
                            assertThat(bad.problem().pointer()).contains("/payload");
                        });
    }

    @Test
    void aSignalBringsItsPayloadToTheLetter() {
        String body =
                "{\"reason\":\"x\",\"signal\":\"go\",\"payload\":{\"rows\": 1.50, \"of\": \"$claim\"}}";

        assertThat(OrderJson.ofSignal(bytes(body), head()))
                .isInstanceOfSatisfying(
                        OrderJson.Parsed.Good.class,
                        good ->
                                assertThat(good.rest())
                                        .isEqualTo(
                                                new Order.Detail.Word(
                                                        "go",
                                                        Optional.empty(),
                                                        Optional.of(
                                                                "{\"rows\": 1.50, \"of\": \"$claim\"}"))));
    }

    private static ActionId action(OrderJson.Parsed<ActionId> parsed) {
        return switch (parsed) {
            case OrderJson.Parsed.Good<ActionId> good -> good.rest();
            case OrderJson.Parsed.Bad<ActionId> bad -> throw new AssertionError(bad.toString());
        };
    }

    private static RequestHead head() {
        return new RequestHead(Optional.of("application/json"), List.of(), List.of());
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
