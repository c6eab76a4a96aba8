package dev.actionbus.embedded.broker;

import java.nio.file.Path;

/** Another broker runs on the data directory. Names the process that holds it. */
public final class DirectoryInUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DirectoryInUse(Path data, String holder) {
        super(data + " is in use by " + holder);
    }
}
