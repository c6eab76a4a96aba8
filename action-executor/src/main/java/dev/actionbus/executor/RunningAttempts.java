package dev.actionbus.executor;

import dev.actionbus.action.ActionError;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptRevoked;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The attempts that are claimed and not yet handed to the report sender. */
final class RunningAttempts {

    private final ReportRecords records;
    private final ReportSender sender;
    private final Tally tally;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Set<RunningAttempt> attempts = new HashSet<>();
    private int expected;

    RunningAttempts(ReportRecords records, ReportSender sender, Tally tally) {
        this.records = records;
        this.sender = sender;
        this.tally = tally;
    }

    void add(RunningAttempt attempt) {
        lock.lock();
        try {
            attempts.add(attempt);
        } finally {
            lock.unlock();
        }
    }

    /** One may follow, when its claim is certain. */
    void expect() {
        count(1);
    }

    void noLongerExpect() {
        count(-1);
    }

    private void count(int change) {
        lock.lock();
        try {
            expected += change;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Reports what {@link RunningAttempt} gave out for that, which it does once. */
    void report(RunningAttempt attempt, AttemptEnd end) {
        if (end.ending() != ExecutorStatus.Ending.SUCCEEDED
                && attempt.progress().owesCheckpoint()) {
            beat(attempt);
        }
        sender.send(records.ended(attempt.work(), end));
        tally.ended(end.ending());
        lock.lock();
        try {
            attempts.remove(attempt);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void beat(RunningAttempt attempt) {
        AttemptProgress.Word word = attempt.progress().latest();
        sender.sendOnce(records.heartbeat(attempt.work(), word));
        attempt.progress().sent(word);
    }

    List<RunningAttempt> all() {
        lock.lock();
        try {
            return List.copyOf(attempts);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return attempts.size();
        } finally {
            lock.unlock();
        }
    }

    /** Those of the action up to the attempt. */
    void stop(AttemptRevoked revoked, long now) {
        for (RunningAttempt attempt : all()) {
            AttemptGranted grant = attempt.work().grant();
            if (grant.getActionId().equals(revoked.getActionId())
                    && grant.getAttempt() <= revoked.getAttempt()) {
                attempt.stop(Revocations.error(revoked.getReason()), now);
            }
        }
    }

    void stopAll(ActionError error, long now) {
        all().forEach(attempt -> attempt.stop(error, now));
    }

    /** Whether all have ended within the time, and none is expected. */
    boolean awaitNone(Duration atMost) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(atMost);
        lock.lock();
        try {
            while (attempts.size() + expected > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
            return attempts.size() + expected == 0;
        } finally {
            lock.unlock();
        }
    }
}
