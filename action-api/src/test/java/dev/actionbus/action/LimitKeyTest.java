package dev.actionbus.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "label.team", "label.a.b", "params.a", "params.a.b-c.d"})
    void aKeyIsTheTenantALabelOrAPathInTheParams(String text) {
        assertThat(new LimitKey(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tenants",
                "params",
                "params.",
                "params.a.",
                "params..a",
                "params.a b",
                "label.",
                "a",
                "${tenant}",
                "label.a b"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> new LimitKey(text))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        e -> assertThat(e.code()).isEqualTo("LIMIT_KEY_INVALID"));
    }
}
