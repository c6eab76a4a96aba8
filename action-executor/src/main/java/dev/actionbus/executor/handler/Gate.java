package dev.actionbus.executor.handler;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The last program before a command. It waits for a word on its stdin, then becomes the command, so
 * that no command runs before the {@link GroupWarden} knows its group. Without the word it ends:
 * when this JVM is gone, its pipe is. The command is an argument and is never interpreted.
 *
 * <p>When it looks at its parent it is in a session of its own. A parent that is gone by then may
 * have named the group to the warden before there was one; a parent that goes later may not.
 */
final class Gate {

    private static final String SCRIPT =
            """
            umask 077
            [ "$PPID" = "$1" ] && read -r ACTION_WORD && [ "$ACTION_WORD" = go ] || exit 75
            [ -r "$2/params" ] && [ -w "$2/events" ] || exit 75
            exec <"$2/params" 3>>"$2/events"
            echo >&3
            unset ACTION_WORD
            shift 2
            exec "$@"
            """;

    private static final String OWN_PID = Long.toString(ProcessHandle.current().pid());

    private Gate() {}

    /** What to start in place of a command of this JVM. */
    static List<String> before(List<String> command, Path room) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "gate"));
        argv.add(OWN_PID);
        argv.add(room.toString());
        argv.addAll(command);
        return argv;
    }

    static void open(Process gate) {
        // A gate that has ended says so by its status.
        try (OutputStream stdin = gate.getOutputStream()) {
            stdin.write("go\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            gate.destroyForcibly();
        }
    }
}
