package dev.actionbus.workflow;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.checker.CelStandardDeclarations.StandardFunction.Overload;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;

/** CEL as workflows use it; made when the first expression needs it, which takes a moment. */
final class CelDialect {

    private static final int MOST_COMPILERS = 200;
    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .comprehensionMaxIterations(Expressions.MAX_ITERATIONS)
                    .maxExpressionCodePointSize(Expressions.MAX_LENGTH)
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
    static final CelRuntime RUNTIME = runtime();

    private CelDialect() {}

    static CelCompiler compiler(Set<String> names) {
        if (COMPILERS.size() > MOST_COMPILERS) {
            COMPILERS.clear();
        }
        return COMPILERS.computeIfAbsent(Set.copyOf(names), CelDialect::newCompiler);
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
                        .addLibraries(CelExtensions.optional(), CelExtensions.math());
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
                        .addLibraries(CelExtensions.optional(), CelExtensions.math());
        builder.addFunctionBindings(
                CelFunctionBinding.from("add_text", String.class, String.class, Budget::concat),
                CelFunctionBinding.from("add_items", List.class, List.class, CelDialect::concat));
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
