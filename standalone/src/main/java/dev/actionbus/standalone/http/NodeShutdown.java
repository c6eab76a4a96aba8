package dev.actionbus.standalone.http;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Stops the node's parts when the process is told to stop, after the last HTTP answer. */
@Singleton
final class NodeShutdown {

    void stop(@Observes ShutdownEvent stopping) {
        RunningNode.get().close();
    }
}
