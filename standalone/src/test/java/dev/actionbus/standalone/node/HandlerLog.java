package dev.actionbus.standalone.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What handlers write down themselves: in which order they were called, how many at once. */
final class HandlerLog {

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Of those that share a limit or a lane. */
    private static final class Line {
        private final List<Integer> order = new ArrayList<>();
        private int running;
        private int most;
        private int ended;
    }

    void begin(String name, int number) {
        Line line = line(name);
        synchronized (line) {
            line.order.add(number);
            line.running++;
            line.most = Math.max(line.most, line.running);
        }
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
    }

    void end(String name) {
        running.decrementAndGet();
        Line line = line(name);
        synchronized (line) {
            line.running--;
            line.ended++;
        }
    }

    List<Integer> order(String name) {
        Line line = line(name);
        synchronized (line) {
            return List.copyOf(line.order);
        }
    }

    int running(String name) {
        Line line = line(name);
        synchronized (line) {
            return line.running;
        }
    }

    /** The most that ran at once. */
    int most(String name) {
        Line line = line(name);
        synchronized (line) {
            return line.most;
        }
    }

    int ended(String name) {
        Line line = line(name);
        synchronized (line) {
            return line.ended;
        }
    }

    /** The most that ran at once, of all names. */
    int mostOfAll() {
        return most.get();
    }

    private Line line(String name) {
        return lines.computeIfAbsent(name, it -> new Line());
    }
}
