package dev.actionbus.audit.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Java process with the serial collector can not do without, right now. */
final class LiveHeap {

    /** All that is alive is in here after a collection of everything. */
    private static final Pattern USED = Pattern.compile("Tenured +total \\d+K, used (\\d+)K");

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    private LiveHeap() {}

    /** Kibibytes of objects that are left when all garbage is gone. */
    static long kib(long pid) throws IOException, InterruptedException {
        var unused = ask(pid, "GC.run");
        String info = ask(pid, "GC.heap_info");
        Matcher tenured = USED.matcher(info);
        if (!tenured.find()) {
            throw new AssertionError(info);
        }
        return Long.parseLong(tenured.group(1));
    }

    private static String ask(long pid, String what) throws IOException, InterruptedException {
        Process jcmd =
                new ProcessBuilder(JCMD.toString(), String.valueOf(pid), what)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new AssertionError(said);
        }
        return said;
    }
}
