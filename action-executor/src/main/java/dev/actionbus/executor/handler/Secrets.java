package dev.actionbus.executor.handler;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.actionbus.document.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The environment of one attempt with its secrets, read when the attempt begins, and what hides
 * them in all that a command says. What is shorter than eight characters is not looked for: it
 * would be found everywhere.
 */
final class Secrets {

    private static final int SHORTEST = 8;
    private static final int LARGEST = 64 * 1024;
    private static final String HIDDEN = "***";

    private final Map<String, String> environment;
    private final List<String> needles;

    private Secrets(Map<String, String> environment, List<String> values) {
        this.environment = Map.copyOf(environment);
        this.needles = needles(values);
    }

    /** The answer to {@link #of}. */
    sealed interface Opened {
        record Ready(Secrets secrets) implements Opened {}

        /** In words without the value. */
        record Missing(String variable, String why) implements Opened {}
    }

    /** The answer to {@link #read}. */
    sealed interface Found {
        record Value(String text) implements Found {
            @Override
            public String toString() {
                return HIDDEN;
            }
        }

        record Missing(String why) implements Found {}
    }

    static Opened of(Map<String, EnvValue> declared) {
        Map<String, String> environment = new TreeMap<>();
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, EnvValue> variable : declared.entrySet()) {
            switch (read(variable.getValue())) {
                case Found.Value(String text) -> {
                    environment.put(variable.getKey(), text);
                    if (!(variable.getValue() instanceof EnvValue.Plain)) {
                        values.add(text);
                    }
                }
                case Found.Missing(String why) -> {
                    return new Opened.Missing(variable.getKey(), why);
                }
            }
        }
        return new Opened.Ready(new Secrets(environment, values));
    }

    static Found read(EnvValue value) {
        return switch (value) {
            case EnvValue.Plain(String text) -> new Found.Value(text);
            case EnvValue.FromEnv(String name) -> {
                String text = System.getenv(name);
                yield text == null
                        ? new Found.Missing("no " + Printable.line(name) + " in the environment")
                        : new Found.Value(text);
            }
            case EnvValue.FromFile(Path file) -> read(file);
        };
    }

    private static Found read(Path file) {
        String shown = Printable.line(file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (bytes.length > LARGEST || text.indexOf('\0') >= 0) {
                return new Found.Missing(shown + " holds no text below 64 KiB");
            }
            return new Found.Value(
                    text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        } catch (CharacterCodingException e) {
            return new Found.Missing(shown + " holds no text in UTF-8");
        } catch (IOException e) {
            return new Found.Missing(shown + " can not be read");
        }
    }

    Map<String, String> environment() {
        return environment;
    }

    boolean appearIn(String text) {
        return needles.stream().anyMatch(text::contains);
    }

    String hiddenIn(String text) {
        String shown = text;
        for (String needle : needles) {
            shown = shown.replace(needle, HIDDEN);
        }
        return shown;
    }

    /** Whole, line by line, and as JSON and our messages would write them; longest first. */
    private static List<String> needles(List<String> values) {
        Set<String> all = new LinkedHashSet<>();
        for (String value : values) {
            Stream.concat(Stream.of(value), value.lines())
                    .map(String::strip)
                    .filter(piece -> piece.length() >= SHORTEST)
                    .forEach(piece -> {
                        all.add(piece);
                        all.add(new String(JsonStringEncoder.getInstance().quoteAsString(piece)));
                        all.add(Printable.line(piece));
                    });
        }
        return all.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }
}
