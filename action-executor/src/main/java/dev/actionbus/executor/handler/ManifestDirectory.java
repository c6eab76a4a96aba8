package dev.actionbus.executor.handler;

import dev.actionbus.document.SafeYaml;
import dev.actionbus.executor.handler.http.EgressRules;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The manifests of one directory, in the order of their names. */
record ManifestDirectory(Path directory, ProcessHandler.Host host, EgressRules egress) {

    private static final long LARGEST = 1 << 20;

    record Loaded(List<Handler> handlers, List<CatalogError> errors) {}

    Loaded load() {
        Findings findings = new Findings(Source.of(directory));
        List<Handler> handlers = new ArrayList<>();
        List<CatalogError> errors = new ArrayList<>();
        for (Path file : files(findings)) {
            Findings ofFile = new Findings(Source.of(file));
            text(file, ofFile)
                    .flatMap(text ->
                            SafeYaml.compose(
                                    text,
                                    "a manifest",
                                    (line, message) ->
                                            ofFile.add("MANIFEST_SYNTAX", line, message)))
                    .ifPresent(root -> handlers.addAll(manifest(ofFile).read(root)));
            errors.addAll(ofFile.errors());
        }
        findings.errors().forEach(errors::add);
        return new Loaded(handlers, errors);
    }

    private Manifest manifest(Findings findings) {
        return new Manifest(directory.toAbsolutePath().normalize(), host, egress, findings);
    }

    private List<Path> files(Findings findings) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(ManifestFiles::isManifest).sorted().toList();
        } catch (IOException e) {
            findings.add("MANIFEST_UNREADABLE", 0, "no directory of manifests can be read here");
            return List.of();
        }
    }

    private static Optional<String> text(Path file, Findings findings) {
        try {
            if (Files.size(file) > LARGEST) {
                findings.add("MANIFEST_SYNTAX", 1, "a manifest has at most 1 MiB");
                return Optional.empty();
            }
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            findings.add("MANIFEST_SYNTAX", 1, "a manifest is text in UTF-8");
        } catch (IOException e) {
            findings.add("MANIFEST_UNREADABLE", 0, "the file can not be read");
        }
        return Optional.empty();
    }
}
