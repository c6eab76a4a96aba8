package dev.actionbus.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One bus for all tests that leave it as they found it, started when the first one asks. */
final class SharedBus implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace HERE =
            ExtensionContext.Namespace.create(SharedBus.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == BusProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context).bus();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException()
                .ifPresent(_ -> System.err.println(running(context).bus().said()));
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(HERE)
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    }

    private record Running(Path directory, BusProcess bus) implements AutoCloseable {

        static Running start() {
            try {
                Path directory = Files.createTempDirectory("actionbus-shared");
                String handlers = Journal.manifests(directory.resolve("handlers")).toString();
                return new Running(
                        directory,
                        BusProcess.up(
                                directory.resolve("data"),
                                "--durability",
                                "os",
                                "--partitions",
                                "4",
                                "--handlers",
                                handlers));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            bus.close();
            List<Path> all;
            try (Stream<Path> tree = Files.walk(directory)) {
                all = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        }
    }
}
