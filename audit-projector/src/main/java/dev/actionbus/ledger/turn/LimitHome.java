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
        if (isLane(limit)) {
            return Placement.home(actionId, partitions);
        }
        int bits = ByteBuffer.wrap(Digests.sha256(RowKeys.utf8(limit))).getInt();
        return Math.floorMod(bits, partitions);
    }

    static String lane(String tenant, String lane) {
        return LANE + tenant + "/" + lane;
    }

    static boolean isLane(String limit) {
        return limit.startsWith(LANE);
    }
}
