package dev.actionbus.executor.handler;

/**
 * Why no catalog could be made: one mistake of one declaration.
 *
 * @param code upper snake case, such as {@code FIELD_UNKNOWN}
 * @param source file and line
 * @param message what is wrong and, where it is known, what would be right; one line
 */
public record CatalogError(String code, Source source, String message) {

    @Override
    public String toString() {
        return source + ": " + code + ": " + message;
    }
}
