package dev.actionbus.executor.handler.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A text of a manifest: given there, or by reference, so that a manifest holds no secret. A
 * reference is followed at each call; a secret can be replaced without a restart.
 */
public sealed interface ConfiguredText {

    /** Longest file a reference leads to. */
    int LARGEST = 64 * 1024;

    /** Given as it is. */
    record Plain(String text) implements ConfiguredText {}

    /** A variable of the executor's environment. */
    record FromEnv(String variable) implements ConfiguredText {}

    /** A file, less one line end at its end. */
    record FromFile(Path file) implements ConfiguredText {}

    /** Empty where nothing is; never says what a secret is. */
    default Optional<String> read() {
        return switch (this) {
            case Plain(String text) -> Optional.of(text);
            case FromEnv(String variable) -> Optional.ofNullable(System.getenv(variable));
            case FromFile(Path file) -> contents(file);
        };
    }

    /** For messages. */
    default String where() {
        return switch (this) {
            case Plain _ -> "the manifest";
            case FromEnv(String variable) -> "the variable " + variable;
            case FromFile(Path file) -> "the file " + file;
        };
    }

    private static Optional<String> contents(Path file) {
        try {
            return Files.size(file) > LARGEST
                    ? Optional.empty()
                    : Optional.of(Files.readString(file, StandardCharsets.UTF_8))
                            .map(text -> text.replaceFirst("\\r?\\n\\z", ""));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
