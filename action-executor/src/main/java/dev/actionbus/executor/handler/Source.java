package dev.actionbus.executor.handler;

import java.nio.file.Path;

/**
 * What declared a handler or holds an error.
 *
 * @param name a file, or {@code java} for a registration in code
 * @param line from 1; 0 where the whole is meant
 */
public record Source(String name, int line) {

    static final Source JAVA = new Source("java", 0);

    static Source of(Path file) {
        return new Source(file.toString(), 0);
    }

    Source at(int otherLine) {
        return new Source(name, otherLine);
    }

    @Override
    public String toString() {
        return line == 0 ? name : name + ":" + line;
    }
}
