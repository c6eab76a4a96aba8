package dev.actionbus.standalone.cli;

import dev.actionbus.executor.handler.HandlerCatalog;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where manifests are, for commands that can do nothing without. */
final class Manifests {

    @Option(
            names = "--handlers",
            paramLabel = "DIR",
            required = true,
            description = "Directory of manifests; may be given more than once.")
    private List<Path> directories = List.of();

    @Mixin private EgressOptions egress = new EgressOptions();

    /** To be looked at. */
    HandlerCatalog catalog() {
        Path nowhere = Path.of(System.getProperty("java.io.tmpdir", "."));
        return Catalogs.orRefuse(Catalogs.build(directories, nowhere, egress.rules()));
    }

    /** To be called for a replay. */
    HandlerCatalog forReplay(Path workspace) {
        HandlerCatalog.Builder builder =
                HandlerCatalog.builder().forReplay().egress(egress.rules());
        return Catalogs.orRefuse(Catalogs.build(builder, directories, workspace));
    }
}
