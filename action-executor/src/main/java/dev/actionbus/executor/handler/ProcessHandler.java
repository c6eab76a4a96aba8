package dev.actionbus.executor.handler;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.action.Progress;
import dev.actionbus.document.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs an action by a command: never a shell, params as JSON on stdin, the result as JSON on
 * stdout, in the manifest's directory or one of the attempt's own, with a closed environment and
 * with {@link Limits}. {@link ExitVerdict} says what an exit means. At the deadline (TIMEOUT) or
 * when interrupted (INTERRUPTED) the whole process group gets SIGTERM and two seconds later
 * SIGKILL; whatever the command left running is killed at every end.
 */
final class ProcessHandler implements ActionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessHandler.class);

    private static final ActionError TIMED_OUT =
            ActionError.retryable("TIMEOUT", "the attempt's deadline has passed");
    private static final ActionError INTERRUPTED =
            ActionError.retryable("INTERRUPTED", "the attempt was ended before its deadline");

    private final Launch launch;
    private final Host host;

    /**
     * What all processes of this installation share.
     *
     * @param workspace a directory they may exchange files in
     * @param clock deadlines are told by
     * @param searchPath where commands are looked for
     * @param replay they are told that nothing they do will count
     */
    record Host(Path workspace, InstantSource clock, String searchPath, boolean replay) {
        Host(Path workspace, InstantSource clock, boolean replay) {
            this(workspace, clock, Environment.own("PATH"), replay);
        }
    }

    ProcessHandler(Launch launch, Host host) {
        this.launch = launch;
        this.host = host;
    }

    @Override
    public AttemptResult handle(Attempt attempt) {
        Duration left = Duration.between(host.clock().instant(), attempt.deadline());
        if (!left.isPositive()) {
            return notStarted(TIMED_OUT);
        }
        if (Thread.interrupted()) {
            return notStarted(INTERRUPTED);
        }
        int checkpoint =
                attempt.checkpoint().map(c -> c.getBytes(StandardCharsets.UTF_8).length).orElse(0);
        // MAX_ARG_STRLEN, see execve(2), less the name.
        if (checkpoint > Progress.LARGEST_CHECKPOINT) {
            return notStarted(
                    ActionError.permanent(
                            "CHECKPOINT_TOO_LARGE", "a process takes a checkpoint below 128 KiB"));
        }
        long deadline = System.nanoTime() + left.toNanos();
        return switch (Secrets.of(launch.env())) {
            case Secrets.Opened.Ready(Secrets secrets) -> perform(attempt, secrets, deadline);
            case Secrets.Opened.Missing(String variable, String why) ->
                    notStarted(ActionError.retryable("SECRET_MISSING", variable + ": " + why));
        };
    }

    private AttemptResult perform(Attempt attempt, Secrets secrets, long deadline) {
        EventLines said = new EventLines(attempt, secrets);
        try (AttemptRoom room = AttemptRoom.with(attempt.call().params());
                EventFile events = new EventFile(room.events(), said)) {
            ProcessRun run = new ProcessRun(start(attempt, secrets, room), room, events);
            ProcessRun.Ending ending = run.await(deadline);
            said.logBad();
            log(attempt, run, secrets);
            return switch (ending) {
                case ProcessRun.Ending.Exited(int status) when status == Suspension.STATUS ->
                        Suspension.asked(run.stdout(), host.clock().instant());
                case ProcessRun.Ending.Exited(int status) ->
                        new ExitVerdict(status, run.stdout(), run.stderr(), secrets).result();
                case ProcessRun.Ending.TimedOut() -> new Failed(TIMED_OUT);
                case ProcessRun.Ending.Interrupted() -> new Failed(INTERRUPTED);
            };
        } catch (IOException e) {
            String message = secrets.hiddenIn(String.valueOf(e.getMessage()));
            return notStarted(ActionError.retryable("START_FAILED", Printable.line(message)));
        }
    }

    /** Params go through a file that is gone soon: no write can block, no thread is needed. */
    private ProcessGroup start(Attempt attempt, Secrets secrets, AttemptRoom room)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(launch.argv()).directory(launch.directory(room).toFile());
        builder.environment().clear();
        builder.environment().putAll(Environment.of(attempt, secrets.environment(), host, room));
        return ProcessGroup.start(builder, room);
    }

    /** Certainly not: until the gate is open no failure leaves a command behind. */
    private static Failed notStarted(ActionError error) {
        return new Failed(error, Optional.empty(), false);
    }

    private static void log(Attempt attempt, ProcessRun run, Secrets secrets) {
        if (!LOG.isDebugEnabled()) {
            return;
        }
        String id = attempt.actionId().toString();
        LOG.debug("{} stdout {}, stderr {}", id, run.stdout().summary(), run.stderr().summary());
        run.stderr()
                .text()
                .lines()
                .forEach(line -> LOG.debug("{} {}", id, Printable.line(secrets.hiddenIn(line))));
    }
}
