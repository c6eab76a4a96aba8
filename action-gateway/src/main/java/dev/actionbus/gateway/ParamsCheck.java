package dev.actionbus.gateway;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.client.DeclaredHandlers;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.payload.ParamsSchema;
import dev.actionbus.payload.ParamsSchema.Compiled;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether params are what their handler declares to take. A handler that nobody has declared takes
 * any. Executors look again before they call a handler, so that what changes meanwhile, or comes
 * another way, does not pass either. Thread-safe.
 */
public final class ParamsCheck {

    /** Passes everything. */
    public static final ParamsCheck NONE = new ParamsCheck((name, version) -> Optional.empty());

    private static final Logger log = LoggerFactory.getLogger(ParamsCheck.class);

    private final Declared declared;
    private final Map<String, Known> byHandler = new ConcurrentHashMap<>();

    /**
     * @param declared such as {@link DeclaredHandlers#find}
     */
    public ParamsCheck(Declared declared) {
        this.declared = declared;
    }

    /** What a handler says of itself. */
    @FunctionalInterface
    public interface Declared {
        Optional<HandlerDeclared> find(String name, int version);
    }

    private record Known(String text, Optional<ParamsSchema> schema) {}

    /** Empty: they will do. */
    public Optional<Problem> problem(ActionRequest request) {
        return problem(request, "");
    }

    /**
     * @param within where the request lies in what the caller sent
     */
    public Optional<Problem> problem(ActionRequest request, String within) {
        if (request.handling().definition().isPresent()) {
            return Optional.empty(); // a run has no handler, though one may have its name
        }
        String name = request.identity().name();
        int version = request.identity().version();
        List<ParamsSchema.Finding> findings =
                declared.find(name, version)
                        .flatMap(handler -> Optional.ofNullable(handler.getParamsSchema()))
                        .flatMap(text -> schema(DeclaredHandlers.key(name, version), text))
                        .map(schema -> schema.check(request.params()))
                        .orElse(List.of());
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.paramsInvalid(within + "/params", findings));
    }

    private Optional<ParamsSchema> schema(String handler, String text) {
        Known known = byHandler.get(handler);
        if (known == null || !known.text().equals(text)) {
            known = new Known(text, compiled(handler, text));
            byHandler.put(handler, known);
        }
        return known.schema();
    }

    private static Optional<ParamsSchema> compiled(String handler, String text) {
        return switch (ParamsSchema.compile(text)) {
            case Compiled.Good(ParamsSchema schema) -> Optional.of(schema);
            case Compiled.Bad bad -> {
                log.warn("{} declares a schema that this version can not use: {}", handler, bad);
                yield Optional.empty();
            }
        };
    }
}
