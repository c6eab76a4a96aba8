package dev.actionbus.executor.handler;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How the process of an action is started.
 *
 * @param argv an absolute program and its arguments, what sets limits included
 * @param env what the manifest adds to the environment
 * @param directory where it is started
 */
record Launch(List<String> argv, Map<String, EnvValue> env, Directory directory) {

    Launch {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
    }

    /** The current directory of the command. */
    sealed interface Directory {

        /** The manifest's, so that scripts are named relative to it. */
        record OfManifest(Path path) implements Directory {}

        /** The attempt's scratch directory. */
        record OfAttempt() implements Directory {}
    }

    Path directory(AttemptRoom room) {
        return switch (directory) {
            case Directory.OfManifest(Path path) -> path;
            case Directory.OfAttempt ofAttempt -> room.scratch();
        };
    }
}
