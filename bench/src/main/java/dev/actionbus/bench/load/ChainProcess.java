package dev.actionbus.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.LoggerFactory;

/** The bare chain in a JVM of its own, as the bus has one. */
final class ChainProcess implements AutoCloseable {

    private static final List<String> HEAP = List.of("-Xms256m", "-Xmx256m");
    private static final long LONGEST_STOP_SECONDS = 20;

    private final Process process;

    private ChainProcess(Process process) {
        this.process = process;
    }

    /** Returns when records are moved. */
    static ChainProcess start(String bootstrap, String topicPrefix) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command =
                Stream.of(
                                Stream.of(java.toString()),
                                collectorAndObjects(),
                                HEAP.stream(),
                                Stream.of("-cp", classPath(), BareChain.class.getName()),
                                Stream.of(bootstrap, topicPrefix))
                        .flatMap(it -> it)
                        .toList();
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            // The child bounds its own start and ends, which ends this.
            if (!BareChain.READY.equals(said.readLine())) {
                process.destroyForcibly();
                throw new CannotMeasure("the bare chain does not start");
            }
            return new ChainProcess(process);
        } catch (IOException e) {
            throw new CannotMeasure("the bare chain does not start", e);
        }
    }

    /** As this JVM has them, which the bus has as well. */
    private static Stream<String> collectorAndObjects() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:+Use"));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Where its few classes come from: the parent's own class path may be a loader's secret. */
    private static String classPath() {
        return Stream.of(BareChain.class, KafkaProducer.class, LoggerFactory.class)
                .map(ChainProcess::origin)
                .distinct()
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new CannotMeasure("no class path for " + type, e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw CannotMeasure.interrupted(e);
        }
    }
}
