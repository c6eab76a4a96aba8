package dev.actionbus.standalone.http;

import dev.actionbus.audit.app.ActionQueries;
import dev.actionbus.audit.app.LimitQueries;
import dev.actionbus.audit.app.LineageQueries;
import dev.actionbus.audit.app.LogQueries;
import dev.actionbus.audit.app.RunQueries;
import dev.actionbus.client.DeclaredHandlers;
import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.CallbackDesk;
import dev.actionbus.gateway.schedule.Schedules;
import dev.actionbus.gateway.workflow.RunOrders;
import dev.actionbus.gateway.workflow.Workflows;
import dev.actionbus.standalone.node.Node;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

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
    RunQueries runs() {
        return RunningNode.get().runs();
    }

    @Produces
    @Singleton
    ActionGateway gateway(ActionQueries queries, LogQueries logs) {
        Node node = RunningNode.get();
        return new ActionGateway(
                node.bus().orElseThrow(),
                new GatewayViews(queries, logs).views(),
                node.desk().orElseThrow());
    }

    void close(@Disposes ActionGateway gateway) {
        gateway.close();
    }

    @Produces
    @Singleton
    DeclaredHandlers handlers() {
        return RunningNode.get().declared().orElseThrow();
    }

    @Produces
    @Singleton
    CallbackDesk callbacks(ActionQueries queries, LogQueries logs) {
        Node node = RunningNode.get();
        return new CallbackDesk(
                node.bus().orElseThrow(),
                new GatewayViews(queries, logs).views().actions(),
                node.desk().orElseThrow(),
                node.callbackKey().orElseThrow(),
                InstantSource.system());
    }

    void close(@Disposes CallbackDesk callbacks) {
        callbacks.close();
    }

    @Produces
    @Singleton
    Workflows workflows() {
        return RunningNode.get().workflows().orElseThrow();
    }

    @Produces
    @Singleton
    RunOrders runOrders(
            ActionGateway gateway, ActionQueries queries, LogQueries logs, Workflows workflows) {
        return new RunOrders(gateway, new GatewayViews(queries, logs).views().actions(), workflows);
    }

    @Produces
    @Singleton
    Schedules schedules() {
        return RunningNode.get().schedules().orElseThrow();
    }
}
