package dev.actionbus.executor.handler;

import dev.actionbus.document.Printable;
import dev.actionbus.payload.ParamsSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The key {@code params} of an action: a file with a JSON Schema, beside the manifest. */
record ParamsSection(Path directory, Findings findings) {

    private static final long LARGEST = 256 * 1024;

    /** Empty where there is none, or none that can be used; the findings say why. */
    Optional<ParamsSchema> read(Fields action) {
        int line = action.lineOf("params");
        return action.text("params")
                .flatMap(name -> text(name, line))
                .flatMap(text ->
                        switch (ParamsSchema.compile(text)) {
                            case ParamsSchema.Compiled.Good(ParamsSchema schema) ->
                                    Optional.of(schema);
                            case ParamsSchema.Compiled.Bad(String code, String message) -> {
                                findings.add(code, line, Printable.line(message));
                                yield Optional.empty();
                            }
                        });
    }

    private Optional<String> text(String name, int line) {
        try {
            Path file = directory.resolve(name);
            if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
                return Optional.of(Files.readString(file));
            }
        } catch (IOException | InvalidPathException e) {
            // the same as a file that is not there
        }
        findings.add(
                "SCHEMA_INVALID",
                line,
                "params names a file with a JSON Schema, in UTF-8, of at most 256 KiB");
        return Optional.empty();
    }
}
