package dev.actionbus.standalone.http;

import dev.actionbus.audit.app.ActionQueries;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The node's parts, as the resources want them. */
@Singleton
final class NodeBeans {

    @Produces
    @Singleton
    ActionQueries queries() {
        return RunningNode.get().queries();
    }
}
