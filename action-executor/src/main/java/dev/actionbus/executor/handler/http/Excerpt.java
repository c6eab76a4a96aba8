package dev.actionbus.executor.handler.http;

import java.nio.charset.StandardCharsets;

/** The beginning of foreign text, made fit to be shown: data, never terminal commands. */
final class Excerpt {

    private static final int LINE = 200;
    private static final int BODY = 1024;

    private Excerpt() {}

    static String line(String text) {
        return cut(text, LINE);
    }

    /** At most 1 KiB; what is not UTF-8 is replaced. */
    static String body(byte[] bytes) {
        int length = Math.min(bytes.length, BODY);
        return cut(new String(bytes, 0, length, StandardCharsets.UTF_8), BODY);
    }

    private static String cut(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int symbol = text.codePointAt(at);
            String piece =
                    isPlain(symbol) ? Character.toString(symbol) : "\\u%04x".formatted(symbol);
            if (shown.length() + piece.length() > longest) {
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
}
