package dev.actionbus.workflow;

import dev.actionbus.document.Nearest;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The expression language of workflows: CEL with its macros, optional values and {@code math}.
 * Whole numbers and decimals may be mixed, as JSON has only numbers. Functions that could make much
 * out of little are left out.
 */
public final class Expressions {

    static final int MAX_ITERATIONS = 20_000;
    static final int MAX_LENGTH = 4_096;

    private static final Set<String> OWN_NAMES =
            Set.of("params", "steps", "run", "index", "last", "result");

    private Expressions() {}

    /**
     * Compiles the text between the braces.
     *
     * @param names what it may read
     * @throws WrongExpression it is none, or reads another name
     */
    public static Expression compile(String text, Set<String> names) {
        Expression expression = prepare(text, names);
        expression.compile();
        return expression;
    }

    /** The same, of a text that was compiled before: it is compiled again when it is evaluated. */
    static Expression prepare(String text, Set<String> names) {
        Optional<ValuePath> path = QuickPath.of(text);
        PathReads reads =
                path.map(FindReads::of)
                        .orElseGet(() ->
                                FindReads.in(
                                        valid(CelDialect.compiler(withOwn(names)).parse(text))));
        check(reads, names);
        return new Expression(text, reads, () -> program(text, names));
    }

    private static CelRuntime.Program program(String text, Set<String> names) {
        try {
            CelCompiler compiler = CelDialect.compiler(withOwn(names));
            return CelDialect.RUNTIME.createProgram(valid(compiler.compile(text)));
        } catch (CelEvaluationException e) {
            throw new WrongExpression("EXPRESSION_INVALID", String.valueOf(e.getMessage()));
        }
    }

    private static void check(PathReads reads, Set<String> names) {
        for (String root : reads.roots()) {
            if (!names.contains(root)) {
                throw new WrongExpression(
                        "REF_UNKNOWN",
                        "there is no " + root + " here" + Nearest.among(root, names));
            }
        }
        if (!reads.computed().isEmpty()) {
            throw new WrongExpression(
                    "EXPRESSION_INVALID",
                    "steps are named one by one, as in steps.NAME.result or"
                            + " steps[\"NAME\"].result");
        }
    }

    /** Whether {@code as} may be so. */
    static boolean isFreeName(String name) {
        return !OWN_NAMES.contains(name)
                && name.matches("[a-z][A-Za-z0-9_]{0,63}")
                && !CelDialect.compiler(OWN_NAMES).parse(name).hasError()
                && !FindReads.TYPES.contains(name);
    }

    private static CelAbstractSyntaxTree valid(CelValidationResult result) {
        if (result.hasError()) {
            throw new WrongExpression("EXPRESSION_INVALID", first(result.getErrors()));
        }
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new WrongExpression("EXPRESSION_INVALID", first(e.getErrors()));
        }
    }

    private static String first(List<CelIssue> issues) {
        return issues.stream()
                .filter(i -> i.getSeverity() == CelIssue.Severity.ERROR)
                .findFirst()
                .map(i ->
                        shortened(i.getMessage())
                                + " at column "
                                + (i.getSourceLocation().getColumn() + 1))
                .orElse("it can not be read");
    }

    private static String shortened(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) : line;
    }

    /** So that most share one compiler. */
    private static Set<String> withOwn(Set<String> names) {
        Set<String> all = new TreeSet<>(OWN_NAMES);
        all.addAll(names);
        return all;
    }
}
