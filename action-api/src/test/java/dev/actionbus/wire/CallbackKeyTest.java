package dev.actionbus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.wire.CallbackKey.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallbackKeyTest {

    private static final Instant EXPIRES = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant BEFORE = EXPIRES.minusMillis(1);
    private static final ActionId ID = ActionRequest.named("echo").key("k").build().id();
    private static final CallbackToken TOKEN = new CallbackToken(ID, 3, EXPIRES);
    private static final CallbackKey KEY = CallbackKey.of(new byte[32]);

    @TempDir Path directory = Path.of("");

    @Test
    void aTokenIsValidUntilItExpires() {
        String text = KEY.sign(TOKEN);
        assertThat(text).matches("[A-Za-z0-9_-]{82}");
        assertThat(KEY.verify(text, BEFORE)).isEqualTo(new Verdict.Valid(TOKEN));
        assertThat(KEY.verify(text, EXPIRES)).isEqualTo(new Verdict.Expired(TOKEN));
    }

    static IntStream positions() {
        return IntStream.range(0, 82);
    }

    @ParameterizedTest
    @MethodSource("positions")
    void anyOtherCharacterMakesItForged(int position) {
        StringBuilder text = new StringBuilder(KEY.sign(TOKEN));
        text.setCharAt(position, text.charAt(position) == 'A' ? 'B' : 'A');
        assertThat(KEY.verify(text.toString(), BEFORE)).isEqualTo(new Verdict.Forged());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "token", "====", "ä", "AAAA AAAA", "../../etc/passwd"})
    void whatIsNoTokenIsForged(String text) {
        assertThat(KEY.verify(text, BEFORE)).isEqualTo(new Verdict.Forged());
    }

    @Test
    void aTokenHasOneText() {
        assertThat(KEY.verify(KEY.sign(TOKEN) + "==", BEFORE)).isEqualTo(new Verdict.Forged());
        byte[] bytes = Base64.getUrlDecoder().decode(KEY.sign(TOKEN));
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThat(KEY.verify(Base64.getUrlEncoder().encodeToString(longer), BEFORE))
                .isEqualTo(new Verdict.Forged());
    }

    @Test
    void anotherKeysTokenIsForged() {
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(CallbackKey.of(other).verify(KEY.sign(TOKEN), BEFORE))
                .isEqualTo(new Verdict.Forged());
    }

    @Test
    void aKeyIsMadeOnceForItsOwnerOnly() throws IOException {
        Path file = directory.resolve("keys").resolve("callback.key");
        String text = CallbackKey.at(file).sign(TOKEN);
        assertThat(CallbackKey.at(file).verify(text, BEFORE)).isEqualTo(new Verdict.Valid(TOKEN));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aKeyThatOthersCanReadOrThatIsDamagedIsRefused() throws IOException {
        Path file = directory.resolve("callback.key");
        CallbackKey.at(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> CallbackKey.at(file)).hasMessageContaining("others can read");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.write(file, new byte[31]);
        assertThatThrownBy(() -> CallbackKey.at(file)).hasMessageContaining("damaged");
    }
}
