package dev.actionbus.standalone.cli;

import dev.actionbus.embedded.broker.DirectoryInUse;
import dev.actionbus.embedded.broker.DirectoryLock;
import dev.actionbus.standalone.node.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Directories for processes that were given none: the first that nobody uses, so that several
 * processes started alike get one each, and the same ones again after a restart.
 */
final class NodeDirectory {

    private static final int MOST = 256;

    private NodeDirectory() {}

    static Path firstFree(Path parent, Set<Role> roles) {
        String name =
                String.join("-", roles.stream().sorted().map(Role::name).toList())
                        .toLowerCase(Locale.ROOT);
        for (int i = 1; i <= MOST; i++) {
            Path candidate = parent.resolve(name + "-" + i);
            try {
                DirectoryLock.take(candidate).close();
                return candidate;
            } catch (DirectoryInUse e) {
                continue;
            } catch (IOException e) {
                throw Failure.environment("DATA_UNUSABLE", candidate + ": " + e.getMessage(), "");
            }
        }
        throw Failure.environment("DATA_IN_USE", parent + " is full", "name one with --data");
    }
}
