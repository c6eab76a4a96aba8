package dev.actionbus.standalone.cli;

import dev.actionbus.action.AttemptResult;
import dev.actionbus.executor.handler.CatalogError;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.executor.handler.http.EgressRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The handlers of a process: what its manifests declare, and {@code echo}. */
final class Catalogs {

    private Catalogs() {}

    static HandlerCatalog.Built build(List<Path> manifests, Path workspace, EgressRules egress) {
        return build(withEcho(egress), manifests, workspace);
    }

    private static HandlerCatalog.Builder withEcho(EgressRules egress) {
        return HandlerCatalog.builder()
                .egress(egress)
                .java("echo", 1, attempt -> new AttemptResult.Succeeded(attempt.call().params()));
    }

    /** Those of the directories as they are now and as they will be. */
    static LiveHandlers live(List<Path> manifests, Path workspace, EgressRules egress) {
        requireDirectories(manifests);
        return LiveHandlers.of(
                manifests,
                () -> loaded(withEcho(egress), manifests, workspace),
                Catalogs::orRefuse);
    }

    /** Without {@code echo}. */
    static HandlerCatalog.Built build(
            HandlerCatalog.Builder builder, List<Path> manifests, Path workspace) {
        requireDirectories(manifests);
        return loaded(builder, manifests, workspace);
    }

    private static HandlerCatalog.Built loaded(
            HandlerCatalog.Builder builder, List<Path> manifests, Path workspace) {
        for (Path directory : manifests) {
            builder.manifests(directory, workspace, InstantSource.system());
        }
        return builder.build();
    }

    private static void requireDirectories(List<Path> manifests) {
        for (Path directory : manifests) {
            if (!Files.isDirectory(directory)) {
                throw Failure.usage("HANDLERS_MISSING", directory + " is not a directory", "");
            }
        }
    }

    static HandlerCatalog orRefuse(HandlerCatalog.Built built) {
        return switch (built) {
            case HandlerCatalog.Built.Ready ready -> ready.catalog();
            case HandlerCatalog.Built.Rejected rejected ->
                    throw Failure.refused(
                            "MANIFEST_INVALID",
                            String.join(
                                    "\n  ",
                                    rejected.errors().stream()
                                            .map(CatalogError::toString)
                                            .toList()),
                            "check manifests with: actionbus handlers check --handlers DIR");
        };
    }
}
