package dev.actionbus.workflow;

import dev.actionbus.document.Nearest;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.checker.CelStandardDeclarations.StandardFunction.Overload;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;

/**
 * The expression language of workflows: CEL with its macros, optional values and {@code math}.
 * Whole numbers and decimals may be mixed, as JSON has only numbers. Functions that could make much
 * out of little are left out.
 */
public final class Expressions {

    static final int MAX_ITERATIONS = 20_000;
    static final int MAX_LENGTH = 4_096;

    private static final int MOST_COMPILERS = 200;
    private static final Set<String> OWN_NAMES =
            Set.of("params", "steps", "run", "index", "last", "result");
    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .comprehensionMaxIterations(MAX_ITERATIONS)
                    .maxExpressionCodePointSize(MAX_LENGTH)
                    .maxParseRecursionDepth(64)
                    .maxRegexProgramSize(1_000)
                    .build();
    private static final Map<String, DoubleBinaryOperator> MIXED =
            Map.of(
                    "add", (a, b) -> a + b,
                    "subtract", (a, b) -> a - b,
                    "multiply", (a, b) -> a * b,
                    "divide", (a, b) -> a / b);
    private static final Map<String, String> OPERATORS =
            Map.of("add", "_+_", "subtract", "_-_", "multiply", "_*_", "divide", "_/_");
    private static final CelType LIST = ListType.create(TypeParamType.create("A"));
    private static final Map<Set<String>, CelCompiler> COMPILERS = new ConcurrentHashMap<>();
    private static final CelRuntime RUNTIME = runtime();

    private Expressions() {}

    /**
     * Compiles the text between the braces.
     *
     * @param names what it may read
     * @throws WrongExpression it is none, or reads another name
     */
    public static Expression compile(String text, Set<String> names) {
        CelCompiler compiler = compiler(names);
        PathReads reads = FindReads.in(valid(compiler.parse(text)));
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
        try {
            return new Expression(
                    text, RUNTIME.createProgram(valid(compiler.compile(text))), reads);
        } catch (CelEvaluationException e) {
            throw new WrongExpression("EXPRESSION_INVALID", String.valueOf(e.getMessage()));
        }
    }

    /** Whether {@code as} may be so. */
    static boolean isFreeName(String name) {
        return !OWN_NAMES.contains(name)
                && name.matches("[a-z][A-Za-z0-9_]{0,63}")
                && !compiler(Set.of()).parse(name).hasError()
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

    private static CelCompiler compiler(Set<String> names) {
        Set<String> all = new TreeSet<>(OWN_NAMES);
        all.addAll(names);
        if (COMPILERS.size() > MOST_COMPILERS) {
            COMPILERS.clear();
        }
        return COMPILERS.computeIfAbsent(Set.copyOf(all), Expressions::newCompiler);
    }

    private static CelCompiler newCompiler(Set<String> names) {
        CelStandardDeclarations declarations =
                CelStandardDeclarations.newBuilder()
                        .filterFunctions((function, overload) ->
                                function != StandardFunction.BYTES
                                        && overload != Overload.Arithmetic.ADD_BYTES
                                        && overload != Overload.Arithmetic.ADD_STRING
                                        && overload != Overload.Arithmetic.ADD_LIST)
                        .build();
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(OPTIONS)
                        .setStandardEnvironmentEnabled(false)
                        .setStandardDeclarations(declarations)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .addLibraries(CelExtensions.optional(), CelExtensions.math(OPTIONS));
        names.forEach(name -> builder.addVar(name, SimpleType.DYN));
        builder.addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(
                        "_+_",
                        overload(
                                "add_text",
                                SimpleType.STRING,
                                SimpleType.STRING,
                                SimpleType.STRING),
                        overload("add_items", LIST, LIST, LIST)));
        OPERATORS.forEach((name, operator) ->
                builder.addFunctionDeclarations(
                        CelFunctionDecl.newFunctionDeclaration(
                                operator,
                                overload(
                                        name + "_int_double",
                                        SimpleType.DOUBLE,
                                        SimpleType.INT,
                                        SimpleType.DOUBLE),
                                overload(
                                        name + "_double_int",
                                        SimpleType.DOUBLE,
                                        SimpleType.DOUBLE,
                                        SimpleType.INT))));
        return builder.build();
    }

    private static CelOverloadDecl overload(String id, CelType result, CelType a, CelType b) {
        return CelOverloadDecl.newGlobalOverload(id, result, a, b);
    }

    private static CelRuntime runtime() {
        CelRuntimeBuilder builder =
                CelRuntimeFactory.standardCelRuntimeBuilder()
                        .setOptions(OPTIONS)
                        .addLibraries(CelExtensions.optional(), CelExtensions.math(OPTIONS));
        builder.addFunctionBindings(
                CelFunctionBinding.from("add_text", String.class, String.class, Budget::concat),
                CelFunctionBinding.from("add_items", List.class, List.class, Expressions::concat));
        builder.addFunctionBindings(
                MIXED.entrySet().stream()
                        .map(e ->
                                CelFunctionBinding.from(
                                        e.getKey() + "_int_double",
                                        Long.class,
                                        Double.class,
                                        (a, b) -> e.getValue().applyAsDouble(a, b)))
                        .collect(Collectors.toList()));
        builder.addFunctionBindings(
                MIXED.entrySet().stream()
                        .map(e ->
                                CelFunctionBinding.from(
                                        e.getKey() + "_double_int",
                                        Double.class,
                                        Long.class,
                                        (a, b) -> e.getValue().applyAsDouble(a, b)))
                        .collect(Collectors.toList()));
        return builder.build();
    }

    private static Object concat(List<?> first, List<?> second) {
        return GrowingList.concat(first, second);
    }
}
