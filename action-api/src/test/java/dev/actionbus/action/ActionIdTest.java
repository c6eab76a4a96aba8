package dev.actionbus.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ActionIdTest {

    static List<JsonNode> vectors() {
        return IdentityVectors.actionIds();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isWhatEveryLanguageComputes(JsonNode vector) {
        Identity identity =
                new Identity(
                        vector.get("tenant").textValue(),
                        vector.get("name").textValue(),
                        1,
                        new IdempotencyKey(vector.get("idempotencyKey").textValue()),
                        Optional.ofNullable(vector.get("partitionKey").textValue()));
        assertThat(ActionId.of(identity).value()).isEqualTo(vector.get("actionId").textValue());
    }

    @Test
    void thereAreTwentyDifferentVectors() {
        assertThat(vectors()).hasSize(20);
        assertThat(vectors())
                .extracting(v -> v.get("actionId").textValue())
                .doesNotHaveDuplicates();
    }

    @Test
    void handlerVersionIsNotPartOfTheIdentity() {
        assertThat(ActionId.of(identity(1, "k"))).isEqualTo(ActionId.of(identity(2, "k")));
        assertThat(ActionId.of(identity(1, "k"))).isNotEqualTo(ActionId.of(identity(1, "l")));
    }

    @Test
    void actionsOfOnePartitionKeyShareTheirPlacement() {
        ActionRequest.Builder one = ActionRequest.named("a").key("1").partitionKey("run");
        ActionRequest.Builder other = ActionRequest.named("b").key("2").partitionKey("run");
        assertThat(one.build().id().placement()).isEqualTo(other.build().id().placement());
        assertThat(one.tenant("t").build().id().placement())
                .isNotEqualTo(other.build().id().placement());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not-an-id",
                "1-2-8003-8004-5",
                "0B7C1A0E-0000-8000-8000-000000000000",
                "0b7c1a0e-0000-7000-8000-000000000000",
                "0b7c1a0e-0000-8000-8000-0000000000001",
                "0b7c1a0e-0000-8000-8000-000000000000 "
            })
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> new ActionId(text))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        e -> assertThat(e.code()).isEqualTo("ACTION_ID_INVALID"));
    }

    private static Identity identity(int version, String key) {
        return new Identity("t", "n", version, new IdempotencyKey(key), Optional.empty());
    }
}
