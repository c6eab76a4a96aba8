package dev.actionbus.audit.index;

import dev.actionbus.action.Digests;
import dev.actionbus.event.ActionRequested;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What an action is found by, besides its id, its name and its time. For each mark of an action the
 * view has one row of 54 bytes.
 */
public sealed interface ActionMark {

    /** The caller's name for the intent. */
    record Key(String idempotencyKey) implements ActionMark {}

    /** The story it belongs to; one that nobody named is the action's own and needs no mark. */
    record Story(String correlationId) implements ActionMark {}

    /** One of its labels. */
    record Label(String name, String value) implements ActionMark {}

    /** All marks of a request. */
    static List<ActionMark> of(ActionRequested request) {
        List<ActionMark> marks = new ArrayList<>();
        marks.add(new Key(request.getIntent().getIdempotencyKey()));
        String story = request.getContext().getCorrelationId();
        if (!story.equals(request.getActionId())) {
            marks.add(new Story(story));
        }
        request.getContext()
                .getLabels()
                .forEach((name, value) -> marks.add(new Label(name, value)));
        return marks;
    }

    /**
     * The actions that have it, and perhaps a few that do not: keys are {@code x}, the kind and 8
     * bytes of SHA-256.
     */
    default Listing listing() {
        return switch (this) {
            case Key(String key) -> listing('k', key);
            case Story(String correlationId) -> listing('c', correlationId);
            case Label(String name, String value) -> listing('l', name, value);
        };
    }

    private static Listing listing(char kind, String... parts) {
        return new Listing(
                ByteBuffer.allocate(2 + Long.BYTES)
                        .put((byte) 'x')
                        .put((byte) kind)
                        .put(Digests.sha256OfParts(parts), 0, Long.BYTES)
                        .array());
    }
}
