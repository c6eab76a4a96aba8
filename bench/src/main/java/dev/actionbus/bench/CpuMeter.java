package dev.actionbus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;

/** CPU time by process, from the operating system. Everybody else's is known on Linux only. */
final class CpuMeter {

    private static final Path STAT = Path.of("/proc/stat");
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final double TICKS_A_SECOND = 100;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

    private final ProcessHandle bus;
    private final ProcessHandle chain;

    CpuMeter(ProcessHandle bus, ProcessHandle chain) {
        this.bus = bus;
        this.chain = chain;
    }

    /**
     * CPU seconds since the start of each process.
     *
     * @param at of the monotonic clock, in seconds
     * @param bus its process
     * @param chain its process
     * @param load this process
     * @param machine all processes; NaN where the system does not tell
     */
    record Reading(double at, double bus, double chain, double load, double machine) {

        /** What was used since an earlier reading. */
        Reading since(Reading earlier) {
            return new Reading(
                    at - earlier.at,
                    bus - earlier.bus,
                    chain - earlier.chain,
                    load - earlier.load,
                    machine - earlier.machine);
        }

        /** Share of all cores, 0 to 1; 0 where the system does not tell. */
        double others(int cores) {
            double share = (machine - bus - chain - load) / (at * cores);
            return Double.isNaN(share) ? 0 : Math.clamp(share, 0, 1);
        }
    }

    Reading read() {
        return new Reading(
                System.nanoTime() / 1e9,
                seconds(bus),
                seconds(chain),
                seconds(ProcessHandle.current()),
                machine());
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static double machine() {
        try {
            return busySeconds(Files.readString(STAT));
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** The first line: {@code cpu user nice system idle iowait irq softirq steal ...}. */
    static double busySeconds(String stat) {
        String[] fields = BLANKS.split(stat.lines().findFirst().orElse(""), -1);
        long all =
                Arrays.stream(fields, 1, Math.min(fields.length, STEAL + 1))
                        .mapToLong(Long::parseLong)
                        .sum();
        long idle = Long.parseLong(fields[IDLE]) + Long.parseLong(fields[IO_WAIT]);
        return (all - idle) / TICKS_A_SECOND;
    }
}
