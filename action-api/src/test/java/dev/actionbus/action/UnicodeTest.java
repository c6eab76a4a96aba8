package dev.actionbus.action;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnicodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "\u00e9\uffff", "\ud83d\ude00", "a\ud83d\ude00\ud83d\ude00b"})
    void pairsAreWhole(String text) {
        assertThat(Unicode.isWhole(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00", "a\ud83d"})
    void halvesAreNot(String text) {
        assertThat(Unicode.isWhole(text)).isFalse();
    }
}
