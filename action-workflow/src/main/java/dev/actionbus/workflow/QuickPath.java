package dev.actionbus.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an expression that is nothing but a path, as most are, without the compiler: ten thousand
 * steps are judged in a moment.
 */
final class QuickPath {

    private static final Pattern WHOLE =
            Pattern.compile(
                    "[a-z][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*|\\[\"[^\"\\\\]*\"]|\\[[0-9]{1,9}])*");
    private static final Pattern PART =
            Pattern.compile("\\.?([A-Za-z_][A-Za-z0-9_]*)|\\[\"([^\"\\\\]*)\"]|\\[([0-9]{1,9})]");
    private static final Set<String> WORDS = Set.of("true", "false", "null", "in");

    private QuickPath() {}

    /** Empty: it is for the compiler to judge. */
    static Optional<ValuePath> of(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        List<Object> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        while (part.find()) {
            if (part.group(1) != null) {
                parts.add(part.group(1));
            } else if (part.group(2) != null) {
                parts.add(part.group(2));
            } else {
                parts.add(Long.valueOf(part.group(3)));
            }
            if (part.group(1) != null && WORDS.contains(part.group(1))) {
                return Optional.empty();
            }
        }
        String root = (String) parts.get(0);
        return FindReads.TYPES.contains(root)
                ? Optional.empty()
                : Optional.of(new ValuePath(root, List.copyOf(parts.subList(1, parts.size()))));
    }
}
