package dev.actionbus.ledger.run;

import dev.actionbus.event.ErrorDetail;
import dev.actionbus.state.RunItems;
import dev.actionbus.state.RunNode;
import org.jspecify.annotations.Nullable;

/** The row of a step, one move further. */
final class NodeRow {

    /** So many items are not known yet. */
    static final int UNKNOWN = -1;

    private NodeRow() {}

    static RunNode pending(int segment, int awaits, String cause) {
        return new RunNode(NodeState.PENDING.name(), segment, awaits, cause, null, null, null);
    }

    static NodeState state(RunNode node) {
        return NodeState.valueOf(node.getState());
    }

    static RunNode awaits(RunNode node, int awaits, String cause) {
        return new RunNode(
                node.getState(),
                node.getSegment(),
                awaits,
                cause,
                node.getItems(),
                node.getResult(),
                node.getError());
    }

    static RunNode to(RunNode node, NodeState state) {
        return ended(node, state, node.getResult(), node.getError());
    }

    /** Its action was asked for in this segment. */
    static RunNode active(RunNode node, int segment) {
        return new RunNode(
                NodeState.ACTIVE.name(), segment, 0, node.getCause(), node.getItems(), null, null);
    }

    static RunNode items(RunNode node, RunItems items) {
        return new RunNode(
                node.getState(),
                node.getSegment(),
                node.getAwaits(),
                node.getCause(),
                items,
                node.getResult(),
                node.getError());
    }

    static RunNode ended(
            RunNode node, NodeState state, @Nullable String result, @Nullable ErrorDetail error) {
        return new RunNode(
                state.name(),
                node.getSegment(),
                0,
                node.getCause(),
                node.getItems(),
                result,
                error);
    }
}
