package dev.actionbus.standalone;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Levels for the time before Quarkus has read its configuration, and for commands that never start
 * it: until then its log manager formats and keeps every line down to TRACE.
 */
final class QuietLogs {

    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("dev.actionbus");

    private QuietLogs() {}

    static void set() {
        ROOT.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
    }
}
