package dev.actionbus.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of the table that the demo's second act ends with. */
record DemoRow(List<String> cells) {

    static List<DemoRow> in(String out) {
        List<String> lines =
                out.lines().dropWhile(line -> !line.matches("ACTION +STEP .*")).toList();
        List<Integer> columns = new ArrayList<>();
        Matcher head = Pattern.compile("\\S+").matcher(lines.getFirst());
        while (head.find()) {
            columns.add(head.start());
        }
        return lines.stream()
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .map(line -> new DemoRow(cells(line, columns)))
                .toList();
    }

    private static List<String> cells(String line, List<Integer> columns) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int begin = Math.min(columns.get(i), line.length());
            int end = i + 1 < columns.size() ? columns.get(i + 1) : line.length();
            cells.add(line.substring(begin, Math.min(end, line.length())).strip());
        }
        return cells;
    }

    String step() {
        return cells.get(1);
    }

    String rate() {
        return cells.get(2);
    }

    String segment() {
        return cells.get(3);
    }

    String attempts() {
        return cells.get(4);
    }

    String outcome() {
        return cells.get(5);
    }

    String accuracy() {
        return cells.get(6);
    }

    boolean isAction() {
        return !attempts().equals("-");
    }

    boolean isKept() {
        return segment().equals("1") && outcome().equals("COMPLETED");
    }

    /** As the record has it. */
    String ending() {
        String status = outcome().replaceFirst(" .*", "");
        return String.join(" ", cells.getFirst(), attempts(), status, accuracy());
    }
}
