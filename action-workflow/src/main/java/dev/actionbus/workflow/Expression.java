package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An expression; safe to share between threads. The same values give the same result at any time on
 * any machine: no clock, no chance, no outside. Its cost is bounded: at most {@value
 * Expressions#MAX_ITERATIONS} rounds of a comprehension, {@value Budget#MAX_CHARS} characters put
 * together, {@value FromCel#MAX_NODES} values in what comes out.
 */
public final class Expression {

    private final String text;
    private final PathReads reads;
    private final Supplier<CelRuntime.Program> compiler;
    private volatile CelRuntime.@Nullable Program program;

    /**
     * @param compiler asked once, unless it is a path; two threads may ask it
     */
    Expression(String text, PathReads reads, Supplier<CelRuntime.Program> compiler) {
        this.text = text;
        this.reads = reads;
        this.compiler = compiler;
    }

    /** Throws {@link WrongExpression}. */
    void compile() {
        if (!isPath()) {
            var unused = program();
        }
    }

    private CelRuntime.Program program() {
        CelRuntime.Program made = program;
        if (made == null) {
            made = compiler.get();
            program = made;
        }
        return made;
    }

    /** As written, without the braces. */
    public String text() {
        return text;
    }

    /** Names it reads, such as {@code params}. */
    public Set<String> roots() {
        return reads.roots();
    }

    /** Which fields of which steps it reads. */
    public List<StepRead> steps() {
        return reads.steps();
    }

    /** All that it reads by fixed names and positions, and that must be there. */
    List<ValuePath> paths() {
        return reads.paths();
    }

    /** Whether it is read, not computed. */
    boolean isPath() {
        return reads.path().isPresent();
    }

    /** First fields of {@code params} it reads by name. */
    List<String> params() {
        return reads.params();
    }

    /** First fields of {@code run} it reads by name. */
    List<String> runFields() {
        return reads.runFields();
    }

    /**
     * A path such as {@code steps.data.result.rows[0]} is read, not computed: the value it finds is
     * handed on to the letter.
     *
     * @param scope a value for each name it reads
     */
    public Evaluated evaluate(Map<String, JsonNode> scope) {
        if (reads.path().isPresent()) {
            return reads.path().get().follow(scope);
        }
        Budget.open();
        try {
            return new Evaluated.Value(FromCel.json(program().eval(ToCel.scope(scope))));
        } catch (WrongExpression e) {
            return new Evaluated.Failed(e.code(), shown() + ": " + e.getMessage());
        } catch (CelEvaluationException e) {
            return failed(e, scope);
        } catch (TooMuch e) {
            return tooMuch(e);
        } finally {
            Budget.close();
        }
    }

    private Evaluated failed(CelEvaluationException e, Map<String, JsonNode> scope) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof TooMuch much) {
                return tooMuch(much);
            }
        }
        if (e.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
            return tooMuch(new TooMuch("more than " + Expressions.MAX_ITERATIONS + " rounds"));
        }
        return new Evaluated.Failed("EXPRESSION_FAILED", shown() + ": " + reason(e, scope));
    }

    /** Of a field that is missing CEL does not say what there is instead. */
    private String reason(CelEvaluationException e, Map<String, JsonNode> scope) {
        if (e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND) {
            for (ValuePath path : reads.paths()) {
                if (path.follow(scope) instanceof Evaluated.Failed missing) {
                    return missing.message();
                }
            }
        }
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^evaluation error[^:]*(:[0-9]+)?: ", "");
    }

    private Evaluated tooMuch(TooMuch e) {
        return new Evaluated.Failed("EXPRESSION_LIMIT", shown() + ": " + e.getMessage());
    }

    private String shown() {
        return "${" + (text.length() > 64 ? text.substring(0, 64) + "..." : text) + "}";
    }
}
