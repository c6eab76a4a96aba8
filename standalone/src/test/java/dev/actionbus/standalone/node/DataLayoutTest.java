package dev.actionbus.standalone.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DataLayoutTest {

    @TempDir private Path data;

    @Test
    void aNewDirectoryGetsTheCurrentLayoutAndKeepsIt() throws IOException {
        Files.createDirectory(data.resolve("workspace"));
        Files.writeString(data.resolve("actionbus.lock"), "process 1 on here");

        DataLayout.require(data);
        Files.createDirectory(data.resolve("broker"));
        DataLayout.require(data);

        assertThat(data.resolve("layout")).hasContent(DataLayout.CURRENT + "\n");
        assertThat(data.resolve("layout.new")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "ledger", "keys", "instance-id"})
    void dataWithoutANumberAreOlder(String name) throws IOException {
        Files.createDirectory(data.resolve(name));

        assertThatThrownBy(() -> DataLayout.require(data))
                .isInstanceOfSatisfying(
                        NodeFailure.class, it -> assertThat(it.code()).isEqualTo("DATA_LAYOUT"))
                .hasMessageContaining("before they had numbers")
                .hasMessageContaining("needs layout " + DataLayout.CURRENT);
        assertThat(data.resolve("layout")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "999", "", "what?"})
    void anotherNumberIsRefusedAndNamed(String found) throws IOException {
        Files.writeString(data.resolve("layout"), found);

        assertThatThrownBy(() -> DataLayout.require(data))
                .isInstanceOf(NodeFailure.class)
                .hasMessageContaining(data + " has layout " + found + "; this program needs");
        assertThat(data.resolve("layout")).hasContent(found);
    }
}
