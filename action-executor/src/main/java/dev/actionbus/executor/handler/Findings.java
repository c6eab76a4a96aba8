package dev.actionbus.executor.handler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong in one file, collected so that everything can be told at once. */
final class Findings {

    private final Source source;
    private final List<CatalogError> errors = new ArrayList<>();

    Findings(Source source) {
        this.source = source;
    }

    void add(String code, int line, String message) {
        errors.add(new CatalogError(code, source.at(line), message));
    }

    Source at(int line) {
        return source.at(line);
    }

    List<CatalogError> errors() {
        return errors.stream().sorted(Comparator.comparingInt(e -> e.source().line())).toList();
    }
}
