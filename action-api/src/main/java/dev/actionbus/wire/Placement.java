package dev.actionbus.wire;

import dev.actionbus.action.ActionId;

/** Where an action's records go. Always set explicitly: clients' default partitioners differ. */
public final class Placement {

    private Placement() {}

    /** The partition of requests, reports, control and events. */
    public static int home(ActionId id, int partitions) {
        return Math.floorMod(id.placement(), partitions);
    }

    /**
     * The partition of tasks: spread by the end of the id, so that work is even when homes are not.
     */
    public static int work(ActionId id, int partitions) {
        return Math.floorMod(Integer.parseUnsignedInt(id.value(), 28, 36, 16), partitions);
    }
}
