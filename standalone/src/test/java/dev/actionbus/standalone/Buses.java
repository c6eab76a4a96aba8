package dev.actionbus.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The processes of one test: tells what they printed and are at if it fails, and ends them all. */
final class Buses implements AfterEachCallback {

    private final List<BusProcess> started = new ArrayList<>();

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
        started.forEach(BusProcess::close);
        started.clear();
    }

    private static void tell(BusProcess bus) {
        bus.dumpThreads();
        System.err.println(bus.said());
    }
}
