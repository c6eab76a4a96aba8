package dev.actionbus.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One bus for all tests of a JVM that leave it as they found it, started when the first one asks.
 * Maven hands over class after class, so it belongs to the JVM and not to a run of JUnit.
 */
final class SharedBus implements ParameterResolver, AfterEachCallback {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == BusProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Running.ONE.bus();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException()
                .ifPresent(_ -> System.err.println(Running.ONE.bus().said()));
    }

    private record Running(Path directory, BusProcess bus) {

        static final Running ONE = start();

        private static Running start() {
            try {
                Path directory = Files.createTempDirectory("actionbus-shared");
                String handlers = Journal.manifests(directory.resolve("handlers")).toString();
                BusProcess bus =
                        BusProcess.up(
                                directory.resolve("data"),
                                "--durability",
                                "os",
                                "--partitions",
                                "4",
                                "--handlers",
                                handlers);
                Running running = new Running(directory, bus);
                Runtime.getRuntime().addShutdownHook(new Thread(running::end));
                return running;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void end() {
            bus.close();
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
