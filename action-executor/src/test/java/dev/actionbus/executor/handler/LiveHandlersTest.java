package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.executor.handler.HandlerCatalog.Built;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveHandlersTest {

    @TempDir private Path directory;
    private LiveHandlers live;

    @BeforeEach
    void load() throws IOException {
        write("a.yaml", "actions:\n  - {name: one, run: [sh]}\n");
        live = LiveHandlers.of(List.of(directory), this::built, Built::orThrow);
        assertThat(names()).containsExactly("one");
    }

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void whatIsAddedChangedAndRemovedIsNoticed() throws IOException {
        write("b.yaml", "actions:\n  - {name: two, run: [sh]}\n");
        lookTwice();
        assertThat(names()).containsExactly("one", "two");

        write("b.yaml", "actions:\n  - {name: three, run: [sh]}\n");
        lookTwice();
        assertThat(names()).containsExactly("one", "three");

        Files.delete(directory.resolve("b.yaml"));
        lookTwice();
        assertThat(names()).containsExactly("one");
    }

    @Test
    void aFileThatIsStillWrittenIsLeftAloneUntilItIsNot() throws IOException {
        write("a.yaml", "actions: [");
        live.look();
        write("a.yaml", "actions:\n  - {name: four, run: [sh]}\n");
        live.look();
        assertThat(live.state()).isEqualTo(new LiveHandlers.State.Current());
        assertThat(names()).containsExactly("one");
        live.look();
        assertThat(names()).containsExactly("four");
    }

    @Test
    void withOneMistakeAnywhereTheOldOnesStayAndItSaysSo() throws IOException {
        HandlerCatalog before = live.get();
        write("a.yaml", "actions:\n  - {name: changed, run: [sh]}\n");
        write("b.yaml", "actions:\n  - {name: two, run: [sh], timeout: 10}\n");
        lookTwice();
        assertThat(live.get()).isSameAs(before);
        assertThat(live.state())
                .isInstanceOfSatisfying(
                        LiveHandlers.State.Outdated.class,
                        outdated ->
                                assertThat(outdated.errors())
                                        .extracting(CatalogError::code)
                                        .containsExactly("TIMEOUT_INVALID"));

        write("b.yaml", "actions:\n  - {name: two, run: [sh], timeout: 10s}\n");
        lookTwice();
        assertThat(names()).containsExactly("changed", "two");
        assertThat(live.state()).isEqualTo(new LiveHandlers.State.Current());
    }

    @Test
    void aDirectoryThatIsGoneIsAMistakeToo() throws IOException {
        Files.delete(directory.resolve("a.yaml"));
        Files.delete(directory);
        lookTwice();
        assertThat(names()).containsExactly("one");
        assertThat(live.state()).isInstanceOf(LiveHandlers.State.Outdated.class);
        Files.createDirectory(directory);
    }

    @Test
    void nothingIsLoadedAgainWithoutAChange() {
        HandlerCatalog before = live.get();
        lookTwice();
        assertThat(live.get()).isSameAs(before);
    }

    @Test
    void whatIsWrongAtTheStartIsRefused() throws IOException {
        write("a.yaml", "actions: [");
        assertThatThrownBy(() -> LiveHandlers.of(List.of(directory), this::built, Built::orThrow))
                .isInstanceOf(IllegalStateException.class);
    }

    private void lookTwice() {
        live.look();
        live.look();
    }

    private Built built() {
        return HandlerCatalog.builder()
                .manifests(directory, directory, InstantSource.system())
                .build();
    }

    private List<String> names() {
        return live.get().handlers().stream().map(Handler::name).toList();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
