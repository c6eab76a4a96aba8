package dev.actionbus.executor;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What may run at once. Whoever wants to run something takes its slots first. */
final class Slots {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final int total;
    private int free;

    Slots(int total) {
        this.total = total;
        this.free = total;
    }

    int free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there were so many. */
    boolean take(int weight) {
        lock.lock();
        try {
            if (weight > free) {
                return false;
            }
            free -= weight;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what there is, to give back what is not needed. */
    int takeAll() {
        lock.lock();
        try {
            int all = free;
            free = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }

    void release(int weight) {
        lock.lock();
        try {
            if (free + weight > total) {
                throw new IllegalStateException("more slots released than taken");
            }
            free += weight;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so much is free, at most so long. */
    void awaitFree(int weight, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (free < weight && left > 0) {
                left = released.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
