package dev.actionbus.workflow;

import java.util.ArrayList;
import java.util.List;

/** A text cut where expressions begin and end. */
final class TextPieces {

    /**
     * A part of a text.
     *
     * @param text without the braces if it is an expression
     */
    record Piece(boolean expression, String text) {}

    private TextPieces() {}

    /** At least one; throws {@link WrongExpression} where braces are not closed. */
    static List<Piece> of(String text) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                plain.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                if (!plain.isEmpty()) {
                    pieces.add(new Piece(false, plain.toString()));
                    plain.setLength(0);
                }
                int end = end(text, at + 2);
                pieces.add(new Piece(true, text.substring(at + 2, end)));
                at = end + 1;
            } else {
                plain.append(text.charAt(at++));
            }
        }
        if (!plain.isEmpty() || pieces.isEmpty()) {
            pieces.add(new Piece(false, plain.toString()));
        }
        return pieces;
    }

    /** Position of the brace that closes; braces in quotes do not count. */
    private static int end(String text, int from) {
        int depth = 1;
        char quote = 0;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                if (c == '\\') {
                    at++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return at;
            }
        }
        throw new WrongExpression("EXPRESSION_INVALID", "${ is not closed by }");
    }
}
