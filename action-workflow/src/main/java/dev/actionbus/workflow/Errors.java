package dev.actionbus.workflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What is wrong in one definition, collected so that everything can be told at once. */
final class Errors {

    private static final int MOST = 100;

    private final Map<String, Integer> lines;
    private final List<WorkflowError> errors = new ArrayList<>();

    /**
     * @param lines by JSON pointer, as far as known
     */
    Errors(Map<String, Integer> lines) {
        this.lines = lines;
    }

    void add(String code, String pointer, String message) {
        errors.add(new WorkflowError(code, pointer, line(pointer), message));
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /** In the order of the text, at most a hundred. */
    List<WorkflowError> all() {
        return errors.stream()
                .sorted(Comparator.comparingInt(WorkflowError::line))
                .limit(MOST)
                .toList();
    }

    /** Of the value, or of the nearest that holds it. */
    private int line(String pointer) {
        for (String at = pointer; ; at = at.substring(0, at.lastIndexOf('/'))) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
            if (at.isEmpty()) {
                return 0;
            }
        }
    }
}
