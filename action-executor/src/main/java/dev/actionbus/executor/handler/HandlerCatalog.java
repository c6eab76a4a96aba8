package dev.actionbus.executor.handler;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.executor.handler.http.EgressRules;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The handlers of one executor by name and version. Immutable; made from registrations in Java and
 * from the manifests of directories, all or nothing: with one mistake anywhere there is no catalog,
 * and every mistake of every file is reported at once.
 *
 * {@snippet :
 * HandlerCatalog catalog =
 *         HandlerCatalog.builder()
 *                 .java("echo", 1, attempt -> new Succeeded(attempt.call().params()))
 *                 .manifests(Path.of("handlers"), Path.of("workspace"), InstantSource.system())
 *                 .build()
 *                 .orThrow();
 * }
 */
public final class HandlerCatalog {

    private final Map<Key, Handler> handlers;

    private HandlerCatalog(Map<Key, Handler> handlers) {
        this.handlers = Map.copyOf(handlers);
    }

    public static Builder builder() {
        return new Builder();
    }

    public Lookup find(String name, int version) {
        Handler handler = handlers.get(new Key(name, version));
        return handler == null ? new Lookup.Unknown(name, version) : new Lookup.Found(handler);
    }

    /** By name, then version. */
    public List<Handler> handlers() {
        return handlers.values().stream()
                .sorted(Comparator.comparing(Handler::name).thenComparingInt(Handler::version))
                .toList();
    }

    /** The answer to {@link #find}. */
    public sealed interface Lookup {
        record Found(Handler handler) implements Lookup {}

        record Unknown(String name, int version) implements Lookup {}
    }

    /** The answer to {@link Builder#build}. */
    public sealed interface Built {
        record Ready(HandlerCatalog catalog) implements Built {}

        /**
         * Nothing is usable.
         *
         * @param errors at least one, in the order of the files and their lines
         */
        record Rejected(List<CatalogError> errors) implements Built {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }

        /**
         * For catalogs that are part of a program.
         *
         * @throws IllegalStateException naming every error
         */
        default HandlerCatalog orThrow() {
            return switch (this) {
                case Ready(HandlerCatalog catalog) -> catalog;
                case Rejected(List<CatalogError> errors) ->
                        throw new IllegalStateException(
                                errors.stream()
                                        .map(CatalogError::toString)
                                        .collect(Collectors.joining("\n")));
            };
        }
    }

    private record Key(String name, int version) {}

    /** Collects declarations; not for use by several threads. */
    public static final class Builder {

        private final List<Handler> declared = new ArrayList<>();
        private final List<CatalogError> errors = new ArrayList<>();
        private boolean replay;
        private EgressRules egress = EgressRules.PUBLIC_ONLY;

        private Builder() {}

        /** Processes of the manifests that follow find {@code ACTION_REPLAY=1}. */
        public Builder forReplay() {
            replay = true;
            return this;
        }

        public Builder java(String name, int version, ActionHandler code) {
            return java(name, version, code, HandlerSettings.DEFAULT);
        }

        public Builder java(
                String name, int version, ActionHandler code, HandlerSettings settings) {
            declared.add(
                    new Handler(
                            name, version, code, settings, Handler.Kind.IN_PROCESS, Source.JAVA));
            return this;
        }

        /** Where HTTP handlers of manifests that are added later may call. */
        public Builder egress(EgressRules rules) {
            egress = rules;
            return this;
        }

        /**
         * Adds every {@code *.yaml} and {@code *.yml} of a directory, not of those below it.
         *
         * @param directory of manifests; also the working directory of their processes
         * @param workspace handed to the processes as {@code ACTION_WORKSPACE}
         * @param clock the one attempt deadlines are told by
         */
        public Builder manifests(Path directory, Path workspace, InstantSource clock) {
            ManifestDirectory.Loaded loaded =
                    new ManifestDirectory(
                                    directory,
                                    new ProcessHandler.Host(workspace, clock, replay),
                                    egress)
                            .load();
            declared.addAll(loaded.handlers());
            errors.addAll(loaded.errors());
            return this;
        }

        public Built build() {
            List<CatalogError> all = new ArrayList<>(errors);
            Map<Key, Handler> unique = new HashMap<>();
            for (Handler next : declared) {
                Handler first = unique.putIfAbsent(new Key(next.name(), next.version()), next);
                if (first != null) {
                    all.add(duplicate(first, next));
                }
            }
            poolsDiffer().ifPresent(all::add);
            return all.isEmpty()
                    ? new Built.Ready(new HandlerCatalog(unique))
                    : new Built.Rejected(all);
        }

        /** There is one pool, and it has one limit, said by each manifest or by none. */
        private Optional<CatalogError> poolsDiffer() {
            List<Handler> ofManifests =
                    declared.stream().filter(it -> it.kind() != Handler.Kind.IN_PROCESS).toList();
            return ofManifests.stream()
                    .filter(it -> !poolOf(it).equals(poolOf(ofManifests.getFirst())))
                    .findFirst()
                    .map(it ->
                            new CatalogError(
                                    "POOL_LIMIT_DIFFERS",
                                    it.source(),
                                    "the pool has another limit here than in "
                                            + ofManifests.getFirst().source()));
        }

        private static Optional<Throttle.Concurrency> poolOf(Handler handler) {
            return handler.settings().throttle().pool();
        }

        private static CatalogError duplicate(Handler first, Handler second) {
            return new CatalogError(
                    "HANDLER_DUPLICATE",
                    second.source(),
                    "%s version %d is declared by %s and by %s"
                            .formatted(
                                    second.name(),
                                    second.version(),
                                    first.source(),
                                    second.source()));
        }
    }
}
