package dev.actionbus.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The processes of one test, or of all tests of a class: tells what they printed and are at if one
 * fails, and ends them all.
 */
final class Buses implements AfterEachCallback, AfterAllCallback {

    private final List<BusProcess> started = new ArrayList<>();
    private final boolean ofClass;

    Buses() {
        this(false);
    }

    private Buses(boolean ofClass) {
        this.ofClass = ofClass;
    }

    /** They end after the last test of the class. */
    static Buses ofClass() {
        return new Buses(true);
    }

    BusProcess up(Path data, String... flags) {
        return start(data, flags).awaitReady();
    }

    BusProcess start(Path data, String... flags) {
        BusProcess bus = BusProcess.start(data, flags);
        started.add(bus);
        return bus;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException().ifPresent(_ -> started.forEach(Buses::tell));
        if (!ofClass) {
            end();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end();
    }

    private void end() {
        started.forEach(BusProcess::close);
        started.clear();
    }

    private static void tell(BusProcess bus) {
        bus.dumpThreads();
        System.err.println(bus.said());
    }
}
