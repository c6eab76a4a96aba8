package dev.actionbus.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogKeysTest {

    private static final String NAME = "actionbus/abc";
    private static final Instant MONDAY = Instant.parse("2026-01-05T10:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-01-06T10:00:00Z");
    private static final Checkpoint CHECKPOINT =
            new Checkpoint(
                    new LogId("abc", "action.events", 3),
                    new TreeHead(17, Hash.leaf(new byte[] {1})));

    @TempDir private Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void inADirectoryToBeMade() {
        file = directory.resolve("keys/log.key");
    }

    @Test
    void theKeyFileIsMadeOnceAndOnlyItsOwnerCanReadIt() throws IOException {
        LogKeys made = LogKeys.at(file, NAME);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        SignedNote note = LogKeys.at(file, NAME).sign(CHECKPOINT);
        assertThat(made.verifiers().getFirst().verifies(SignedNote.parse(note.format()))).isTrue();
    }

    @Test
    void processesThatMakeTheKeyFileAtOnceHaveTheSameKey() {
        Set<String> keys =
                IntStream.range(0, 16)
                        .parallel()
                        .mapToObj(i -> keysIn(file))
                        .collect(Collectors.toSet());

        assertThat(keys).hasSize(1);
        assertThat(directory.resolve("keys").toFile().list()).containsExactly("log.key");
    }

    private static String keysIn(Path file) {
        try {
            return LogKeys.at(file, NAME).verifiers().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aKeyThatOthersCanReadIsNotUsed() throws IOException {
        LogKeys.at(file, NAME);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> LogKeys.at(file, NAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aKeyThatItsOwnerCanNotEvenChangeIsFine() throws IOException {
        LogKeys made = LogKeys.at(file, NAME);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

        assertThat(texts(LogKeys.at(file, NAME))).isEqualTo(texts(made));
    }

    @Test
    void whatIsNotAFileIsSaidToBeUnreadable() throws IOException {
        Files.createDirectories(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> LogKeys.at(file, NAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " can not be read");
    }

    @Test
    void theKeyOfAnotherLogIsNotUsed() throws IOException {
        LogKeys.at(file, "actionbus/other");

        assertThatThrownBy(() -> LogKeys.at(file, NAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the key of actionbus/other, not of " + NAME);
    }

    @Test
    void aDamagedKeyFileIsSaidToBeSoWithoutShowingTheKey() throws IOException {
        LogKeys.at(file, NAME);
        String whole = Files.readString(file);
        String secret = Files.readAllLines(file).getFirst();
        List<String> damaged =
                List.of(
                        "",
                        whole.replace("PRIVATE+KEY+", "PRIVATE-KEY-"),
                        secret + "\n",
                        secret + "\n" + SignerKey.generate(NAME).verifier().text() + "\n",
                        "# since yesterday\n" + whole,
                        LogKeys.of(SignerKey.generate(NAME)).verifiers().getFirst().text() + "\n");

        for (String text : damaged) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> LogKeys.at(file, NAME))
                    .as(text)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " is damaged")
                    .message()
                    .doesNotContain(secret.substring(secret.lastIndexOf('+') + 1));
        }
    }

    @Test
    void aKeyThatIsNotThereCanNotBeRotated() {
        assertThatThrownBy(() -> LogKeys.rotate(file, MONDAY))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void afterARotationBothKeysSignAndAfterAnotherTheFirstOnlyVerifies() throws IOException {
        LogKeys first = LogKeys.at(file, NAME);
        SignedNote early = first.sign(CHECKPOINT);
        VerifierKey firstKey = first.verifiers().getFirst();

        LogKeys second = LogKeys.rotate(file, MONDAY);
        assertThat(second.sign(CHECKPOINT).signatures()).hasSize(2);
        assertThat(second.verifiers())
                .hasSize(2)
                .allSatisfy(key -> assertThat(key.verifies(second.sign(CHECKPOINT))).isTrue());

        LogKeys third = LogKeys.rotate(file, TUESDAY);
        assertThat(firstKey.verifies(third.sign(CHECKPOINT))).isFalse();
        assertThat(third.verifiers()).anySatisfy(key -> assertThat(key.verifies(early)).isTrue());
        assertThat(third.all().stream().map(LogKey::since).toList())
                .containsExactly(
                        Optional.of(TUESDAY), Optional.of(MONDAY), Optional.<Instant>empty());
        assertThat(Files.readString(file)).containsOnlyOnce(firstKey.text());
        assertThat(Files.readString(file).split("PRIVATE\\+KEY", -1)).hasSize(3);
    }

    private static List<String> texts(LogKeys keys) {
        return keys.verifiers().stream().map(VerifierKey::text).toList();
    }
}
