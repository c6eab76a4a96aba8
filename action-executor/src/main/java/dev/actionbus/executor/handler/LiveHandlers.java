package dev.actionbus.executor.handler;

import dev.actionbus.executor.handler.HandlerCatalog.Built;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers of an executor while their manifests change. A catalog takes the place of another as
 * a whole or not at all: with one mistake in any file the last good one stays, and {@link #state}
 * says so. Attempts end with the handler they began with.
 */
public final class LiveHandlers implements Supplier<HandlerCatalog>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveHandlers.class);

    private final List<Path> directories;
    private final Supplier<Built> load;
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("actionbus-manifests").factory());
    private ManifestFiles tried;
    private ManifestFiles seen;
    private volatile HandlerCatalog catalog;
    private volatile State state = new State.Current();

    /** Whether the handlers are those of the manifests as they are. */
    public sealed interface State {

        record Current() implements State {}

        /**
         * The manifests have changed and are of no use.
         *
         * @param errors at least one
         */
        record Outdated(List<CatalogError> errors) implements State {
            public Outdated {
                errors = List.copyOf(errors);
            }
        }
    }

    private LiveHandlers(
            List<Path> directories, Supplier<Built> load, Function<Built, HandlerCatalog> first) {
        this.directories = List.copyOf(directories);
        this.load = load;
        // Before they are loaded: what changes meanwhile is seen later.
        this.tried = ManifestFiles.in(this.directories);
        this.seen = tried;
        this.catalog = first.apply(load.get());
    }

    /** These, for ever. */
    public static LiveHandlers fixed(HandlerCatalog catalog) {
        return new LiveHandlers(List.of(), () -> new Built.Ready(catalog), Built::orThrow);
    }

    /**
     * Loads the manifests of directories; {@link #look} or {@link #lookEvery} notices changes.
     *
     * @param load reads all of them
     * @param first takes what is loaded first; may refuse it by an exception
     */
    public static LiveHandlers of(
            List<Path> directories, Supplier<Built> load, Function<Built, HandlerCatalog> first) {
        return new LiveHandlers(directories, load, first);
    }

    /** As last loaded without a mistake. */
    @Override
    public HandlerCatalog get() {
        return catalog;
    }

    public State state() {
        return state;
    }

    /** Looks in the background until closed. */
    public void lookEvery(Duration pause) {
        if (!directories.isEmpty()) {
            var unused =
                    looking.scheduleWithFixedDelay(
                            this::lookAndSurvive,
                            pause.toMillis(),
                            pause.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Loads the manifests again if they have changed and nobody changed them since the last look.
     */
    public synchronized void look() {
        ManifestFiles now = ManifestFiles.in(directories);
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(tried)) {
            tried = now;
            replace(load.get());
        }
    }

    private void replace(Built built) {
        switch (built) {
            case Built.Ready(HandlerCatalog loaded) -> {
                catalog = loaded;
                state = new State.Current();
                LOG.info("handlers: loaded again, {} in all", loaded.handlers().size());
            }
            case Built.Rejected(List<CatalogError> errors) -> {
                List<CatalogError> known =
                        state instanceof State.Outdated(List<CatalogError> old) ? old : List.of();
                state = new State.Outdated(errors);
                errors.stream()
                        .filter(error -> !known.contains(error))
                        .forEach(error -> LOG.warn("handlers: not loaded again: {}", error));
            }
        }
    }

    private void lookAndSurvive() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.error("handlers: manifests can not be looked at", e);
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
