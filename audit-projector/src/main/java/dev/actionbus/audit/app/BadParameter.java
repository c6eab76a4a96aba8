package dev.actionbus.audit.app;

import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A parameter of a call's query that can not be meant. */
final class BadParameter extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Set<String> REPEATABLE = Set.of("label", "type");

    private final transient Problem problem;

    private BadParameter(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    private static BadParameter of(String parameter, String code, String detail) {
        return new BadParameter(new Problem(400, code, detail, Optional.of(parameter)));
    }

    Problem problem() {
        return problem;
    }

    /**
     * Reads a parameter.
     *
     * @param rule how it has to be, for people
     */
    static <T> T read(String parameter, String code, String rule, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw of(parameter, code, rule);
        }
    }

    /** A whole number within bounds; the code of another is {@code NAME_INVALID}. */
    static int number(String parameter, String text, int least, int most) {
        return read(
                parameter,
                parameter.toUpperCase(Locale.ROOT) + "_INVALID",
                parameter + " is a number from " + least + " to " + most,
                () -> {
                    int number = Integer.parseInt(text);
                    if (number < least || number > most) {
                        throw new IllegalArgumentException(text);
                    }
                    return number;
                });
    }

    /** Where an answer may come from; the parameter {@code here}. */
    static Reach reach(@Nullable String here) {
        return read(
                "here", "HERE_INVALID", "here is a list of partitions", () -> Reach.parse(here));
    }

    /** Nothing is asked that would not be answered. */
    static void check(UriInfo uri, Set<String> known) {
        for (Map.Entry<String, List<String>> one : uri.getQueryParameters().entrySet()) {
            String name = one.getKey();
            if (!known.contains(name)) {
                throw of(shown(name), "PARAMETER_UNKNOWN", "there is no such parameter here");
            }
            if (one.getValue().size() > 1 && !REPEATABLE.contains(name)) {
                throw of(name, "PARAMETER_REPEATED", name + " can be given once");
            }
        }
    }

    private static String shown(String words) {
        return words.matches("[\\x21-\\x7e]{1,64}") ? words : "?";
    }
}
