package dev.actionbus.standalone.http;

import dev.actionbus.audit.app.ActionQueries;
import dev.actionbus.audit.app.LimitQueries;
import dev.actionbus.audit.app.LineageQueries;
import dev.actionbus.audit.app.LogQueries;
import dev.actionbus.gateway.ActionGateway;
import jakarta.enterprise.inject.Disposes;
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

    @Produces
    @Singleton
    LogQueries logs() {
        return RunningNode.get().logs();
    }

    @Produces
    @Singleton
    LineageQueries lineage() {
        return RunningNode.get().lineage();
    }

    @Produces
    @Singleton
    LimitQueries limits() {
        return RunningNode.get().limits();
    }

    @Produces
    @Singleton
    ActionGateway gateway(ActionQueries queries, LogQueries logs) {
        return new ActionGateway(
                RunningNode.get().bus().orElseThrow(), new GatewayViews(queries, logs).views());
    }

    void close(@Disposes ActionGateway gateway) {
        gateway.close();
    }
}
