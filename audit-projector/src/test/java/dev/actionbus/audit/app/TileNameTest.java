package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TileNameTest {

    @ParameterizedTest
    @CsvSource({
        "000,0,256",
        "067.p/8,67,8",
        "x001/x234/067,1234067,256",
        "x001/000.p/255,1000,255"
    })
    void aTileIsReadAndWrittenAsTheSpecificationHasIt(String text, long index, int width) {
        assertThat(TileName.parse(text)).isEqualTo(new TileName(index, width));
        assertThat(new TileName(index, width).path()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "0001", "x000/001", "001.p/0", "001.p/256", "001.p/300", "001/002"})
    void whatIsWrittenOtherwiseIsRefused(String text) {
        assertThatThrownBy(() -> TileName.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
