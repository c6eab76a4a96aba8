package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A compiled expression; safe to share between threads. The same values give the same result at any
 * time on any machine: no clock, no chance, no outside. Its cost is bounded: at most {@value
 * Expressions#MAX_ITERATIONS} rounds of a comprehension, {@value Budget#MAX_CHARS} characters put
 * together, {@value FromCel#MAX_NODES} values in what comes out.
 */
public final class Expression {

    private final String text;
    private final Optional<CelRuntime.Program> program;
    private final PathReads reads;

    /**
     * @param program empty: it is a path
     */
    Expression(String text, Optional<CelRuntime.Program> program, PathReads reads) {
        this.text = text;
        this.program = program;
        this.reads = reads;
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
            return new Evaluated.Value(
                    FromCel.json(program.orElseThrow().eval(ToCel.scope(scope))));
        } catch (CelEvaluationException e) {
            return failed(e);
        } catch (TooMuch e) {
            return tooMuch(e);
        } finally {
            Budget.close();
        }
    }

    private Evaluated failed(CelEvaluationException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof TooMuch much) {
                return tooMuch(much);
            }
        }
        if (e.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
            return tooMuch(new TooMuch("more than " + Expressions.MAX_ITERATIONS + " rounds"));
        }
        String reason =
                String.valueOf(e.getMessage())
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceFirst("^evaluation error[^:]*(:[0-9]+)?: ", "");
        return new Evaluated.Failed("EXPRESSION_FAILED", shown() + ": " + reason);
    }

    private Evaluated tooMuch(TooMuch e) {
        return new Evaluated.Failed("EXPRESSION_LIMIT", shown() + ": " + e.getMessage());
    }

    private String shown() {
        return "${" + (text.length() > 64 ? text.substring(0, 64) + "..." : text) + "}";
    }
}
