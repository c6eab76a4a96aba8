package dev.actionbus.audit;

import dev.actionbus.action.ActionId;
import java.time.Instant;
import java.util.HexFormat;

/** The place of an action in the list, newest first; texts sort as the list does. */
public record Cursor(String text) {

    private static final int TIME = 16;

    /**
     * @throws IllegalArgumentException it is not one of ours
     */
    public Cursor {
        if (text.length() <= TIME || !text.substring(0, TIME).matches("[0-7][0-9a-f]+")) {
            throw new IllegalArgumentException("a cursor is as it was handed out");
        }
        var unused = new ActionId(text.substring(TIME));
    }

    static Cursor at(Instant acceptedAt, String actionId) {
        long inverted = Long.MAX_VALUE - acceptedAt.toEpochMilli();
        return new Cursor(HexFormat.of().toHexDigits(inverted) + actionId);
    }

    Instant acceptedAt() {
        return Instant.ofEpochMilli(
                Long.MAX_VALUE - HexFormat.fromHexDigitsToLong(text.substring(0, TIME)));
    }

    String actionId() {
        return text.substring(TIME);
    }

    /** Whether the action comes later in the list. */
    boolean isBefore(ActionView view) {
        return text.compareTo(at(view.accepted().getAcceptedAt(), view.actionId()).text()) < 0;
    }

    /** Whether the action comes earlier in the list. */
    boolean isAfter(ActionView view) {
        return text.compareTo(at(view.accepted().getAcceptedAt(), view.actionId()).text()) > 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
