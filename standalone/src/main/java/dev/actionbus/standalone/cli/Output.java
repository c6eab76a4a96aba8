package dev.actionbus.standalone.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** For people by default, for machines with {@code -o json}. */
final class Output {

    enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "Form of the output (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    private final PrintStream out = System.out;

    boolean json() {
        return format == Format.JSON;
    }

    void line(String text) {
        out.println(text);
    }

    /** Columns as wide as their widest cell; the first row is the head. */
    void table(List<List<String>> rows) {
        out.println(columns(rows));
    }

    static String columns(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int length = row.get(i).length();
                if (i == widths.size()) {
                    widths.add(length);
                } else {
                    widths.set(i, Math.max(widths.get(i), length));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String gap = " ".repeat(widths.get(i) - row.get(i).length() + 2);
                line.append(row.get(i)).append(gap);
            }
            lines.add(line.toString().stripTrailing());
        }
        return String.join("\n", lines);
    }
}
