package dev.actionbus.standalone.http;

import dev.actionbus.standalone.node.Node;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a running node over HTTP until the process is told to stop or the node is broken. */
public final class Serving implements QuarkusApplication {

    private static final Logger log = LoggerFactory.getLogger(Serving.class);
    private static final int BROKEN = 1;
    private static volatile Runnable ready = () -> {};

    /**
     * Opens the HTTP port; returns when the process stops.
     *
     * @param onReady called when the port is open
     */
    public static void serve(Node node, Runnable onReady) {
        RunningNode.set(node);
        ready = onReady;
        System.setProperty("quarkus.http.port", String.valueOf(node.settings().httpPort()));
        System.setProperty(
                "actionbus.log.file", node.settings().data().resolve("actionbus.log").toString());
        System.setProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
        Quarkus.run(Serving.class);
    }

    @Override
    public int run(String... args) {
        ready.run();
        ScheduledExecutorService watch =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("actionbus-watch").factory());
        var unused = watch.scheduleWithFixedDelay(Serving::check, 1, 1, TimeUnit.SECONDS);
        Quarkus.waitForExit();
        watch.shutdownNow();
        return 0;
    }

    private static void check() {
        Optional<String> broken = RunningNode.get().broken();
        if (broken.isPresent()) {
            log.error("{}; this process ends", broken.get());
            Quarkus.asyncExit(BROKEN);
        }
    }
}
