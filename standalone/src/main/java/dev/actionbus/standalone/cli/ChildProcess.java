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
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** This program once more as a process of its own, with the same Java and the same flags. */
record ChildProcess(Process running, int httpPort, int kafkaPort) implements BusUnderTest {

    static ChildProcess up(String durability, Path data) {
        int http = FreePort.choose(0);
        int kafka = FreePort.choose(0);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        command.addAll(List.of("dev.actionbus.standalone.Main", "up"));
        command.addAll(List.of("--data", data.toString(), "--port", String.valueOf(http)));
        command.addAll(List.of("--kafka-port", String.valueOf(kafka)));
        command.addAll(List.of("--durability", durability.toLowerCase(Locale.ROOT)));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(data.resolve("stderr.txt").toFile())
                            .start();
            awaitReady(process, data);
            return new ChildProcess(process, http, kafka);
        } catch (IOException e) {
            throw Failure.environment("BUS_NOT_STARTED", String.valueOf(e.getMessage()), "");
        }
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    @Override
    public URI schemaRegistryUrl() {
        return baseUrl();
    }

    @Override
    public ProcessHandle process() {
        return running.toHandle();
    }

    @Override
    public void close() {
        running.destroy();
        try {
            if (!running.waitFor(20, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitReady(Process process, Path data) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("Stop it with")) {
            line = out.readLine();
        }
        if (line == null) {
            throw Failure.environment(
                    "BUS_NOT_STARTED",
                    "the bus to be measured did not start",
                    "see " + data.resolve("stderr.txt"));
        }
    }
}
