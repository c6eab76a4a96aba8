package dev.actionbus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventIdTest {

    private static final String ID = "2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f";

    @Test
    void anEventIdTellsTheActionAndTheCause() {
        EventId id = EventId.parse(ID + "/action.requests/0/7#0");

        assertThat(id).isEqualTo(EventId.of(ID, "action.requests/0/7#0"));
        assertThat(id).hasToString(ID + "/action.requests/0/7#0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "action.requests/0/7",
                ID,
                ID + "#0",
                "2f1c9c0e-4a8b-4d3e-9c55-1b2f3a4d5e6f/timer/1#0",
                "2F1C9C0E-4A8B-8D3E-9C55-1B2F3A4D5E6F/timer/1#0",
                "a-topic-with-a-name-of-36-characters/0/7",
            })
    void otherTextsNameNoAction(String text) {
        assertThat(EventId.parse(text).actionId()).isEmpty();
        assertThat(EventId.parse(text)).hasToString(text);
    }
}
