package dev.actionbus.executor.handler;

/** Foreign text made fit for one line of a message: data, never terminal commands. */
final class Printable {

    private static final int LONGEST = 500;

    private Printable() {}

    /** Control, format and unpaired characters escaped, at most 500 characters. */
    static String line(String text) {
        StringBuilder shown = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int symbol = text.codePointAt(at);
            String piece = isPlain(symbol) ? Character.toString(symbol) : escaped(symbol);
            if (shown.length() + piece.length() > LONGEST) {
                break;
            }
            shown.append(piece);
            at += Character.charCount(symbol);
        }
        return shown.toString();
    }

    private static boolean isPlain(int symbol) {
        return switch (Character.getType(symbol)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static String escaped(int symbol) {
        return symbol == '\t' ? "\\t" : "\\u%04x".formatted(symbol);
    }
}
