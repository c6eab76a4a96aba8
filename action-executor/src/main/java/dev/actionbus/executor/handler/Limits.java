package dev.actionbus.executor.handler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the kernel lets one process of a command have, see setrlimit(2). Never more than this JVM
 * has; no core dumps, which would keep params and secrets.
 *
 * @param values in bytes, seconds or pieces
 */
record Limits(Map<Kind, Long> values) {

    static final Limits DEFAULT = new Limits(Map.of());

    private static final long GIB = 1L << 30;
    private static final Path OWN = Path.of("/proc/self/limits");

    /** By the key of a manifest. */
    enum Kind {
        /** Address space, not what is resident. */
        MEMORY("memory", "as", "Max address space"),
        FILES("files", "nofile", "Max open files"),
        FILE_SIZE("fileSize", "fsize", "Max file size"),
        /** The kernel counts all processes and threads of the user. */
        PROCESSES("processes", "nproc", "Max processes"),
        /** SIGXCPU, five seconds later SIGKILL. */
        CPU("cpu", "cpu", "Max cpu time");

        private final String key;
        private final String option;
        private final String row;

        Kind(String key, String option, String row) {
            this.key = key;
            this.option = option;
            this.row = row;
        }

        String key() {
            return key;
        }
    }

    Limits {
        Map<Kind, Long> all = new EnumMap<>(Kind.class);
        all.put(Kind.FILES, 1024L);
        all.put(Kind.FILE_SIZE, 16 * GIB);
        all.putAll(values);
        values = Map.copyOf(all);
    }

    /** To be put before a command; empty where there is no program that can set limits. */
    Optional<List<String>> prefix(String searchPath) {
        return Command.onPath("prlimit", searchPath).map(this::arguments);
    }

    private List<String> arguments(String prlimit) {
        List<String> argv = new ArrayList<>(List.of(prlimit, "--core=0:0"));
        for (Kind kind : Kind.values()) {
            Long wanted = values.get(kind);
            if (wanted != null) {
                long own = own(kind);
                long hard = Math.min(own, kind == Kind.CPU ? wanted + 5 : wanted);
                argv.add("--%s=%d:%d".formatted(kind.option, Math.min(wanted, hard), hard));
            }
        }
        argv.add("--");
        return argv;
    }

    /** The hard limit of this JVM. */
    private static long own(Kind kind) {
        try {
            for (String line : Files.readAllLines(OWN)) {
                if (line.startsWith(kind.row)) {
                    String hard = line.substring(kind.row.length()).strip().split("\\s+", -1)[1];
                    return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
                }
            }
            return Long.MAX_VALUE;
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
