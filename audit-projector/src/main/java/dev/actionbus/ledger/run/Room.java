package dev.actionbus.ledger.run;

/**
 * What may still be read of results at once: thousands of items may have come to much more than
 * there is memory for.
 */
final class Room {

    /** Characters of JSON. */
    static final int FOR_EXPRESSIONS = 1 << 23;

    private int left;

    Room(int chars) {
        left = chars;
    }

    /** There was more to be read than there is room for. */
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    String take(String json) {
        left -= json.length();
        if (left < 0) {
            throw new Full();
        }
        return json;
    }
}
