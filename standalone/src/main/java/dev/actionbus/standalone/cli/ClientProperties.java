package dev.actionbus.standalone.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A Java properties file, as Kafka's own tools take. */
final class ClientProperties {

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "More properties for Kafka's clients; for up schema.registry.url, too.")
    private @Nullable Path file;

    /** A new map; empty without a file. */
    Map<String, String> read() {
        Map<String, String> all = new HashMap<>();
        if (file == null) {
            return all;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.usage("FILE_UNUSABLE", file + " is not a properties file", "");
        }
        properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
        return all;
    }
}
