package dev.actionbus.audit;

import dev.actionbus.action.ActionId;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The place of an action in the list, newest first; texts sort as the list does. Opaque to those
 * who are handed one.
 */
public record Cursor(String text) {

    private static final int TIME = 16;

    /**
     * @throws IllegalArgumentException it is not one of ours
     */
    public Cursor {
        if (text.length() <= TIME || !text.substring(0, TIME).matches("[0-9a-f]+")) {
            throw new IllegalArgumentException("a cursor is as it was handed out");
        }
        var unused = new ActionId(text.substring(TIME));
    }

    static Cursor at(Instant acceptedAt, String actionId) {
        long inverted = Long.MAX_VALUE - acceptedAt.toEpochMilli();
        return new Cursor(HexFormat.of().toHexDigits(inverted) + actionId);
    }

    byte[] timeKey() {
        return ViewStore.timeKey(
                Instant.ofEpochMilli(
                        Long.MAX_VALUE - HexFormat.fromHexDigitsToLong(text.substring(0, TIME))),
                text.substring(TIME));
    }

    @Override
    public String toString() {
        return text;
    }
}
