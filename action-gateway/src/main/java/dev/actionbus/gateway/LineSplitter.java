package dev.actionbus.gateway;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts bytes into lines as they come; keeps no more than one line. Empty lines, and lines of spaces
 * alone, are none.
 */
public final class LineSplitter {

    private final int longest;
    private ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean tooLong;

    /**
     * @param longest bytes of a line
     */
    public LineSplitter(int longest) {
        this.longest = longest;
    }

    /** One line. */
    public sealed interface Line {

        /**
         * As it came, without its end.
         *
         * @param bytes not empty
         */
        record Whole(byte[] bytes) implements Line {}

        /** Its bytes are gone. */
        record TooLong() implements Line {}
    }

    /** The lines that end in these bytes. */
    public List<Line> add(byte[] bytes) {
        List<Line> lines = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, begin, i);
                finish(lines);
                begin = i + 1;
            }
        }
        keep(bytes, begin, bytes.length);
        return lines;
    }

    /** The line that has no end, if there is one. */
    public List<Line> end() {
        List<Line> lines = new ArrayList<>();
        finish(lines);
        return lines;
    }

    private void keep(byte[] bytes, int begin, int end) {
        if (tooLong || begun.size() + end - begin > longest + 1) {
            tooLong = true;
            begun = new ByteArrayOutputStream();
        } else {
            begun.write(bytes, begin, end - begin);
        }
    }

    private void finish(List<Line> lines) {
        byte[] line = begun.toByteArray();
        int length = line.length;
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        if (tooLong || length > longest) {
            lines.add(new Line.TooLong());
        } else if (!isBlank(line, length)) {
            lines.add(new Line.Whole(Arrays.copyOf(line, length)));
        }
        tooLong = false;
        begun.reset();
    }

    private static boolean isBlank(byte[] line, int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
