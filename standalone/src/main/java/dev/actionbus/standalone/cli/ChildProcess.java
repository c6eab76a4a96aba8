package dev.actionbus.standalone.cli;

import dev.actionbus.bench.BusUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This program once more as a process of its own, with the same Java and the same flags. It is told
 * to stop when this one is.
 */
record ChildProcess(Process running, Ports ports) implements BusUnderTest {

    /** Where it answers on 127.0.0.1. */
    record Ports(int http, int kafka) {

        static Ports free() {
            return new Ports(FreePort.choose(0), FreePort.choose(0));
        }
    }

    /**
     * A bus; returns when it works.
     *
     * @param data an existing directory
     * @param options of {@code up}
     */
    static ChildProcess up(Path data, Ports ports, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        command.addAll(List.of("dev.actionbus.standalone.Main", "up"));
        command.addAll(List.of("--data", data.toString(), "--port", String.valueOf(ports.http())));
        command.addAll(List.of("--kafka-port", String.valueOf(ports.kafka())));
        command.addAll(options);
        Path errors = data.resolve("stderr.txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            awaitReady(process, errors);
            return new ChildProcess(process, ports);
        } catch (IOException e) {
            throw Failure.environment("BUS_NOT_STARTED", String.valueOf(e.getMessage()), "");
        }
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.kafka();
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + ports.http());
    }

    @Override
    public URI schemaRegistryUrl() {
        return baseUrl();
    }

    @Override
    public ProcessHandle process() {
        return running.toHandle();
    }

    /** {@code kill -9}; returns when it is gone. */
    void kill() {
        running.destroyForcibly();
        var unused = awaitExit(60);
    }

    @Override
    public void close() {
        running.destroy();
        if (!awaitExit(20)) {
            running.destroyForcibly();
        }
    }

    private boolean awaitExit(long seconds) {
        try {
            return running.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void awaitReady(Process process, Path errors) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("Stop it with")) {
            line = out.readLine();
        }
        if (line == null) {
            throw Failure.environment("BUS_NOT_STARTED", "the bus did not start", "see " + errors);
        }
    }
}
