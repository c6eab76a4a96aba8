package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of some folders of the project, in which programs can be built and run. */
final class Workbench {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private final Path root;

    Workbench(Path root, String... folders) {
        this.root = root;
        List.of(folders).forEach(this::copy);
    }

    /** What a program left behind; -1: there is no such program, or it did not end in time. */
    record Ran(int exitCode, String out, String err) {

        Ran succeeded() {
            assertThat(exitCode).as(out + err).isZero();
            return this;
        }
    }

    Path path(String path) {
        return root.resolve(path);
    }

    /** Changes a file of the copy. */
    void edit(String path, String from, String to) {
        try {
            String text = Files.readString(path(path));
            assertThat(text).contains(from);
            Files.writeString(path(path), text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file as it is in the project. */
    void restore(String path) {
        copyFile(PROJECT.resolve(path), path(path));
    }

    Ran run(String folder, int seconds, Map<String, String> environment, String... command) {
        try {
            Path out = Files.createTempFile(root, "out", "");
            Path err = Files.createTempFile(root, "err", "");
            ProcessBuilder builder =
                    new ProcessBuilder(new ArrayList<>(List.of(command)))
                            .directory(path(folder).toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().putAll(environment);
            int exitCode = exitCode(builder, seconds);
            return new Ran(exitCode, Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int exitCode(ProcessBuilder builder, int seconds) {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return -1;
        }
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } finally {
            process.destroyForcibly();
        }
    }

    private void copy(String folder) {
        try (Stream<Path> all = Files.walk(PROJECT.resolve(folder))) {
            all.filter(Files::isRegularFile)
                    .map(PROJECT::relativize)
                    .filter(Workbench::isSource)
                    .forEach(file -> copyFile(PROJECT.resolve(file), root.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSource(Path file) {
        for (Path part : file) {
            if (List.of("node_modules", "dist", "build", "__pycache__").contains(part.toString())) {
                return false;
            }
        }
        return !file.endsWith("package-lock.json");
    }

    private static void copyFile(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.write(to, Files.readAllBytes(from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
