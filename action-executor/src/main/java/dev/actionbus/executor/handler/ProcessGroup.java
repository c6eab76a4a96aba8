package dev.actionbus.executor.handler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/**
 * A process with all it starts: one session, one process group, ended as a whole and not outliving
 * this JVM. Needs {@code setsid} and {@code setpriv} of util-linux; where they are missing, the
 * process and those descendants that can be seen are ended one by one.
 *
 * <p>What leaves the group on purpose and loses its parent (a daemon) is out of reach.
 */
final class ProcessGroup {

    /**
     * PR_SET_PDEATHSIG follows the thread that forked, see prctl(2): so all processes are started
     * by one thread that lives as long as the JVM.
     */
    private static final Executor STARTER =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("process-starter").daemon().factory());

    private static final List<String> PREFIX = prefix(Environment.own("PATH"));
    private static final boolean GROUPED = !PREFIX.isEmpty();

    private final Process leader;
    private List<ProcessHandle> descendants = List.of();

    private ProcessGroup(Process leader) {
        this.leader = leader;
    }

    /** The command runs when the warden knows its group, not before. */
    static ProcessGroup start(ProcessBuilder builder, AttemptRoom room) throws IOException {
        return start(builder, room, GroupWarden.SHARED::watch);
    }

    /**
     * @param watch told the group before its command may run
     */
    static ProcessGroup start(ProcessBuilder builder, AttemptRoom room, LongConsumer watch)
            throws IOException {
        List<String> argv = new ArrayList<>(PREFIX);
        argv.addAll(Gate.before(builder.command(), room.path()));
        builder.command(argv);
        try {
            // Joined without interruption: a process that was started must be known.
            return CompletableFuture.supplyAsync(() -> started(builder, watch), STARTER).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failed) {
                throw new IOException(failed.getMessage(), failed);
            }
            throw e;
        }
    }

    private static ProcessGroup started(ProcessBuilder builder, LongConsumer watch) {
        try {
            if (GROUPED) {
                GroupWarden.SHARED.ready();
            }
            ProcessGroup group = new ProcessGroup(builder.start());
            group.admit(watch);
            return group;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void admit(LongConsumer watch) {
        try {
            if (GROUPED) {
                watch.accept(leader.pid());
            }
            Gate.open(leader);
        } catch (RuntimeException e) {
            leader.destroyForcibly();
            throw e;
        }
    }

    Process leader() {
        return leader;
    }

    /** Asks everything to end. */
    void terminate() {
        descendants = leader.descendants().toList();
        if (GROUPED) {
            GroupWarden.SHARED.terminate(leader.pid());
        } else {
            descendants.forEach(ProcessHandle::destroy);
            leader.toHandle().destroy();
        }
    }

    /** Kills whatever is left; to be called once at every end. */
    void end() {
        if (GROUPED) {
            GroupWarden.SHARED.end(leader.pid());
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        leader.toHandle().destroyForcibly();
    }

    /** setsid first: it forks if it must, and a fork loses the death signal. */
    private static List<String> prefix(String searchPath) {
        return Command.onPath("setsid", searchPath)
                .map(setsid -> {
                    List<String> argv = new ArrayList<>(List.of(setsid));
                    Command.onPath("setpriv", searchPath)
                            .map(p -> List.of(p, "--pdeathsig", "KILL", "--"))
                            .ifPresent(argv::addAll);
                    return List.copyOf(argv);
                })
                .orElse(List.of());
    }
}
