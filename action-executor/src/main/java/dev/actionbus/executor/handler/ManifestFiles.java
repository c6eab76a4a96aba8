package dev.actionbus.executor.handler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What manifests there are and how they looked: unequal when one was changed, added or removed. */
record ManifestFiles(Map<Path, Optional<Look>> looks) {

    /** Of one file; none where it can not be seen. */
    record Look(FileTime modified, long size, String key) {}

    static ManifestFiles in(List<Path> directories) {
        Map<Path, Optional<Look>> looks = new HashMap<>();
        for (Path directory : directories) {
            try (Stream<Path> entries = Files.list(directory)) {
                entries.filter(ManifestFiles::isManifest)
                        .forEach(file -> looks.put(file, look(file)));
            } catch (IOException e) {
                looks.put(directory, Optional.empty());
            }
        }
        return new ManifestFiles(Map.copyOf(looks));
    }

    static boolean isManifest(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !Files.isDirectory(file);
    }

    private static Optional<Look> look(Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    new Look(is.lastModifiedTime(), is.size(), String.valueOf(is.fileKey())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
