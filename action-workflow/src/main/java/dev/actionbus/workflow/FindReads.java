package dev.actionbus.workflow;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks an expression and notes which names, steps and fields it reads. */
final class FindReads {

    /** Names that CEL has by itself. */
    static final Set<String> TYPES =
            Set.of(
                    "bool",
                    "bytes",
                    "double",
                    "dyn",
                    "int",
                    "list",
                    "map",
                    "math",
                    "null_type",
                    "optional",
                    "string",
                    "type",
                    "uint");

    private final Set<String> roots = new LinkedHashSet<>();
    private final Set<StepRead> steps = new LinkedHashSet<>();
    private final Set<String> params = new LinkedHashSet<>();
    private final Set<String> runFields = new LinkedHashSet<>();
    private final List<ValuePath> paths = new ArrayList<>();
    private final List<String> computed = new ArrayList<>();

    private FindReads() {}

    static PathReads in(CelAbstractSyntaxTree tree) {
        FindReads found = new FindReads();
        found.walk(tree.getExpr(), Set.of());
        Path path = path(tree.getExpr());
        return found.reads(
                path == null || !path.exact
                        ? Optional.empty()
                        : Optional.of(new ValuePath(path.root, List.copyOf(path.parts))));
    }

    /** Of an expression that is nothing but a path. */
    static PathReads of(ValuePath path) {
        FindReads found = new FindReads();
        found.note(new Path(path.root(), path.parts(), true), Set.of());
        return found.reads(Optional.of(path));
    }

    private PathReads reads(Optional<ValuePath> path) {
        return new PathReads(
                roots,
                List.copyOf(steps),
                List.copyOf(params),
                List.copyOf(runFields),
                path,
                List.copyOf(paths),
                computed);
    }

    /** A chain of fields; not exact where it asks only whether there is one. */
    private record Path(String root, List<Object> parts, boolean exact) {}

    private static @Nullable Path path(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> new Path(expr.ident().name(), new ArrayList<>(), true);
            case SELECT -> {
                CelExpr.CelSelect select = expr.select();
                yield longer(path(select.operand()), select.field(), !select.testOnly());
            }
            case CALL -> indexed(expr.call());
            default -> null;
        };
    }

    private static @Nullable Path indexed(CelExpr.CelCall call) {
        boolean exact = call.function().equals("_[_]");
        boolean optional = call.function().equals("_?._") || call.function().equals("_[?_]");
        if ((!exact && !optional) || call.args().size() != 2) {
            return null;
        }
        CelExpr key = call.args().get(1);
        if (key.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return null;
        }
        CelConstant constant = key.constant();
        return switch (constant.getKind()) {
            case STRING_VALUE -> longer(path(call.args().get(0)), constant.stringValue(), exact);
            case INT64_VALUE -> longer(path(call.args().get(0)), constant.int64Value(), exact);
            default -> null;
        };
    }

    private static @Nullable Path longer(@Nullable Path path, Object part, boolean exact) {
        if (path == null) {
            return null;
        }
        path.parts.add(part);
        return new Path(path.root, path.parts, path.exact && exact);
    }

    private void walk(CelExpr expr, Set<String> bound) {
        Path path = path(expr);
        if (path != null) {
            note(path, bound);
            return;
        }
        switch (expr.getKind()) {
            case SELECT -> walk(expr.select().operand(), bound);
            case CALL -> {
                expr.call().target().filter(t -> !isNamespace(t)).ifPresent(t -> walk(t, bound));
                expr.call().args().forEach(arg -> walk(arg, bound));
            }
            case LIST -> expr.list().elements().forEach(item -> walk(item, bound));
            case STRUCT -> expr.struct().entries().forEach(e -> walk(e.value(), bound));
            case MAP ->
                    expr.map()
                            .entries()
                            .forEach(e -> {
                                walk(e.key(), bound);
                                walk(e.value(), bound);
                            });
            case COMPREHENSION -> walk(expr.comprehension(), bound);
            default -> {
                // a constant reads nothing
            }
        }
    }

    private void walk(CelExpr.CelComprehension loop, Set<String> bound) {
        Set<String> inside = new HashSet<>(bound);
        inside.addAll(List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar()));
        walk(loop.iterRange(), bound);
        walk(loop.accuInit(), bound);
        walk(loop.loopCondition(), inside);
        walk(loop.loopStep(), inside);
        walk(loop.result(), inside);
    }

    private static boolean isNamespace(CelExpr target) {
        return target.getKind() == CelExpr.ExprKind.Kind.IDENT
                && TYPES.contains(target.ident().name());
    }

    private void note(Path path, Set<String> bound) {
        String root = path.root.startsWith(".") ? path.root.substring(1) : path.root;
        if (bound.contains(root) || TYPES.contains(root)) {
            return;
        }
        roots.add(root);
        List<Object> parts = path.parts;
        if (path.exact) {
            paths.add(new ValuePath(root, List.copyOf(parts)));
        }
        if (root.equals("params") && !parts.isEmpty() && parts.get(0) instanceof String field) {
            params.add(field);
        } else if (root.equals("run") && !parts.isEmpty() && parts.get(0) instanceof String f) {
            runFields.add(f);
        } else if (root.equals("steps")) {
            if (parts.size() >= 2
                    && parts.get(0) instanceof String step
                    && parts.get(1) instanceof String field) {
                steps.add(new StepRead(step, field));
            } else {
                computed.add(root);
            }
        }
    }
}
