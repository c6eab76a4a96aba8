package dev.actionbus.ledger.turn;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.Digests;
import dev.actionbus.wire.Placement;
import java.nio.ByteBuffer;

/**
 * The partition that decides about a limit. For a lane it is that of its actions, which have the
 * lane as their partition key; for the others the first 32 bits of SHA-256 over the name.
 */
public final class LimitHome {

    private static final String LANE = "lane:";

    private LimitHome() {}

    /**
     * @param actionId one that has to pass the limit
     */
    public static int of(String limit, ActionId actionId, int partitions) {
        return isLane(limit) ? Placement.home(actionId, partitions) : of(limit, partitions);
    }

    /** Of a limit that is no lane. */
    public static int of(String limit, int partitions) {
        int bits = ByteBuffer.wrap(Digests.sha256(RowKeys.utf8(limit))).getInt();
        return Math.floorMod(bits, partitions);
    }

    /** Whether a record key is the name of a limit; else it is an action id. */
    public static boolean isLimit(String key) {
        return key.indexOf(':') >= 0;
    }

    static String lane(String tenant, String lane) {
        return LANE + tenant + "/" + lane;
    }

    static boolean isLane(String limit) {
        return limit.startsWith(LANE);
    }
}
