package dev.actionbus.standalone.node;

import dev.actionbus.client.ActionBus;
import dev.actionbus.client.BusConfig;
import dev.actionbus.client.DeclaredHandlers;
import dev.actionbus.gateway.ParamsCheck;
import dev.actionbus.gateway.PayloadDesk;
import dev.actionbus.gateway.schedule.Schedules;
import dev.actionbus.gateway.workflow.Workflows;
import dev.actionbus.payload.Payloads;
import java.time.InstantSource;

/**
 * What a process has that is a gateway.
 *
 * @param bus its connection
 * @param declared what the executors can perform
 * @param desk what is done with params and results
 * @param schedules what is asked for again and again
 * @param workflows what is a graph of actions
 */
public record FrontDoor(
        ActionBus bus,
        DeclaredHandlers declared,
        PayloadDesk desk,
        Schedules schedules,
        Workflows workflows) {

    /**
     * @param parts closes what is opened here
     */
    static FrontDoor open(BusConfig config, Payloads payloads, Parts parts) {
        InstantSource clock = InstantSource.system();
        ActionBus bus = parts.add(ActionBus.connect(config));
        DeclaredHandlers declared = parts.add(DeclaredHandlers.follow(config));
        ParamsCheck check = new ParamsCheck(declared::find);
        return new FrontDoor(
                bus,
                declared,
                parts.add(new PayloadDesk(check, payloads)),
                parts.add(Schedules.start(config, bus, check, clock)),
                parts.add(Workflows.start(config, declared, clock)));
    }
}
