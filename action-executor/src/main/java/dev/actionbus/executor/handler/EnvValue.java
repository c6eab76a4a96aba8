package dev.actionbus.executor.handler;

import java.nio.file.Path;

/** What a manifest says about one variable of the environment. */
sealed interface EnvValue {

    /** For everyone to read. */
    record Plain(String text) implements EnvValue {}

    /** A secret this process has in its own environment. */
    record FromEnv(String name) implements EnvValue {}

    /** A secret in a file; one line break at its end is not part of it. */
    record FromFile(Path file) implements EnvValue {}
}
