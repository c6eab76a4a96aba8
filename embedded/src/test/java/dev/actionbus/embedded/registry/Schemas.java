package dev.actionbus.embedded.registry;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Records named R. */
final class Schemas {

    private Schemas() {}

    /** All optional. */
    static String fields(String... names) {
        return record(Arrays.stream(names).map(Schemas::optional));
    }

    /** The first required, the others optional. */
    static String required(String first, String... others) {
        return record(
                Stream.concat(
                        Stream.of("{\"name\":\"%s\",\"type\":\"long\"}".formatted(first)),
                        Arrays.stream(others).map(Schemas::optional)));
    }

    private static String optional(String name) {
        return "{\"name\":\"%s\",\"type\":[\"null\",\"string\"],\"default\":null}".formatted(name);
    }

    private static String record(Stream<String> fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[%s]}"
                .formatted(fields.collect(Collectors.joining(",")));
    }
}
