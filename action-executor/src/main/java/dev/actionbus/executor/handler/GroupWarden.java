package dev.actionbus.executor.handler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One small shell beside this JVM that signals process groups, which Java can not. It reads its
 * orders from a pipe; when the JVM is gone, however it went, the pipe ends and the shell kills
 * every group it still knows and removes what they wrote to. A death signal alone reaches only the
 * first process of a group.
 */
final class GroupWarden {

    static final GroupWarden SHARED = new GroupWarden();

    private static final String SCRIPT =
            """
            trap '' HUP INT TERM QUIT
            known=' '
            while read -r order group; do
              case $order in
                WATCH) known="$known$group " ;;
                REMOVE) set -- "$@" "$group" ;;
                TERM) kill -s TERM -- "-$group" ;;
                END)
                  kill -s KILL -- "-$group"
                  case $known in *" $group "*)
                    known="${known%% $group *} ${known#* $group }" ;;
                  esac ;;
              esac
            done
            for group in $known; do kill -s KILL -- "-$group"; done
            for try in 1 2 3 4 5 6 7 8 9 10; do
              rm -rf -- "$@" && break
              chmod -R u+rwX -- "$@"
              sleep 0.1
            done
            """;

    private final Set<Long> live = new LinkedHashSet<>();
    private final Set<Path> doomed = new LinkedHashSet<>();
    private @Nullable Process shell;

    private GroupWarden() {}

    /** To be called before a process is started, so that it is watched as soon as it is. */
    synchronized void ready() {
        try {
            shell();
        } catch (IOException e) {
            throw new UncheckedIOException("no shell to signal process groups with", e);
        }
    }

    /** A directory of nobody's but this JVM's. */
    synchronized void removeAtTheEnd(Path directory) throws IOException {
        if (directory.toString().contains("\n")) {
            throw new IOException("a directory for attempts has no line break in its name");
        }
        doomed.add(directory);
        write(shell(), "REMOVE", directory);
    }

    synchronized void watch(long group) {
        order("WATCH", group);
        live.add(group);
    }

    synchronized void terminate(long group) {
        order("TERM", group);
    }

    synchronized void end(long group) {
        order("END", group);
        live.remove(group);
    }

    private void order(String order, long group) {
        try {
            write(shell(), order, group);
        } catch (IOException e) {
            throw new UncheckedIOException("no shell to signal process groups with", e);
        }
    }

    private Process shell() throws IOException {
        Process running = shell;
        if (running == null || !running.isAlive()) {
            running = start();
            shell = running;
        }
        return running;
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "/bin/sh", "-c", SCRIPT, "warden");
        Process started =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        for (Path directory : doomed) {
            write(started, "REMOVE", directory);
        }
        for (long group : live) {
            write(started, "WATCH", group);
        }
        return started;
    }

    private static void write(Process to, String order, Object what) throws IOException {
        String line = order + " " + what + "\n";
        to.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        to.getOutputStream().flush();
    }
}
