package dev.actionbus.standalone.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** An order about one action that needs no more than a reason. */
final class ActionOrder {

    @Parameters(paramLabel = "ID", description = "Action id.")
    private String id = "";

    @Mixin private OrderOptions order = new OrderOptions();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    /** 0 once it is carried out. */
    int give(String verb) {
        String path = "/v1/actions/" + id + "/" + verb;
        var unused = ActionText.print(order.give(bus, path, order.body()), output);
        return 0;
    }
}
