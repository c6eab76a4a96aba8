package dev.actionbus.standalone.http;

import dev.actionbus.standalone.node.Node;
import java.util.concurrent.atomic.AtomicReference;

/** Hands the node that the command line has started over to the beans of the HTTP side. */
public final class RunningNode {

    private static final AtomicReference<Node> NODE = new AtomicReference<>();

    private RunningNode() {}

    public static void set(Node node) {
        NODE.set(node);
    }

    static Node get() {
        Node node = NODE.get();
        if (node == null) {
            throw new IllegalStateException("the node is started before its HTTP side");
        }
        return node;
    }
}
