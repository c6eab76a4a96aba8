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
import dev.actionbus.standalone.node.FrontDoor;
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
        return RunningNode.get().queries().actions();
    }

    @Produces
    @Singleton
    LogQueries logs() {
        return RunningNode.get().queries().logs();
    }

    @Produces
    @Singleton
    LineageQueries lineage() {
        return RunningNode.get().queries().lineage();
    }

    @Produces
    @Singleton
    LimitQueries limits() {
        return RunningNode.get().queries().limits();
    }

    @Produces
    @Singleton
    RunQueries runs() {
        return RunningNode.get().queries().runs();
    }

    @Produces
    @Singleton
    ActionGateway gateway(ActionQueries queries, LogQueries logs) {
        FrontDoor door = door();
        return new ActionGateway(door.bus(), new GatewayViews(queries, logs).views(), door.desk());
    }

    void close(@Disposes ActionGateway gateway) {
        gateway.close();
    }

    @Produces
    @Singleton
    DeclaredHandlers handlers() {
        return door().declared();
    }

    @Produces
    @Singleton
    CallbackDesk callbacks(ActionQueries queries, LogQueries logs) {
        FrontDoor door = door();
        return new CallbackDesk(
                door.bus(),
                new GatewayViews(queries, logs).views().actions(),
                door.desk(),
                RunningNode.get().callbackKey().orElseThrow(),
                InstantSource.system());
    }

    void close(@Disposes CallbackDesk callbacks) {
        callbacks.close();
    }

    @Produces
    @Singleton
    Workflows workflows() {
        return door().workflows();
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
        return door().schedules();
    }

    private static FrontDoor door() {
        return RunningNode.get().gateway().orElseThrow();
    }
}
