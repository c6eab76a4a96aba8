package dev.actionbus.document;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;

/** Foreign text made fit for messages and logs: data, never terminal commands. */
public final class Printable {

    private static final int LONGEST = 500;
    private static final int MOST_LINES = 100;

    private Printable() {}

    /** Control, format and unpaired characters escaped, at most 500 characters. */
    public static String line(String text) {
        return line(text, LONGEST);
    }

    /**
     * @param longest characters of what comes out
     */
    public static String line(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int symbol = text.codePointAt(at);
            String piece = isPlain(symbol) ? Character.toString(symbol) : escaped(symbol);
            if (shown.length() + piece.length() > longest) {
                break;
            }
            shown.append(piece);
            at += Character.charCount(symbol);
        }
        return shown.toString();
    }

    /** A stack trace, each of its lines escaped. */
    public static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString()
                .lines()
                .limit(MOST_LINES)
                .map(Printable::indented)
                .collect(Collectors.joining("\n"));
    }

    private static String indented(String line) {
        return line.startsWith("\t") ? "\t" + line(line.substring(1)) : line(line);
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
