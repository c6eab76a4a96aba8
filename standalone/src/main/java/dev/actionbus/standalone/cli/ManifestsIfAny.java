package dev.actionbus.standalone.cli;

import dev.actionbus.executor.handler.HandlerCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where manifests are, for commands that ask a bus otherwise. */
final class ManifestsIfAny {

    @Option(
            names = "--handlers",
            paramLabel = "DIR",
            description = "Directory of manifests, instead of a bus; may be given more than once.")
    private List<Path> directories = List.of();

    @Mixin private EgressOptions egress = new EgressOptions();

    /** To be looked at; empty: none were given. */
    Optional<HandlerCatalog> catalog() {
        if (directories.isEmpty()) {
            return Optional.empty();
        }
        Path nowhere = Path.of(System.getProperty("java.io.tmpdir", "."));
        return Optional.of(Catalogs.orRefuse(Catalogs.build(directories, nowhere, egress.rules())));
    }
}
