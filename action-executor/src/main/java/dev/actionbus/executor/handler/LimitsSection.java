package dev.actionbus.executor.handler;

import dev.actionbus.document.Spans;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The key {@code limits} of an action; what is not given is as in {@link Limits#DEFAULT}. */
record LimitsSection(Findings findings) {

    private static final Set<String> KEYS =
            Arrays.stream(Limits.Kind.values())
                    .map(Limits.Kind::key)
                    .collect(Collectors.toUnmodifiableSet());
    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,8}");

    /** Less than this and no program can start. */
    private static final long LEAST_MEMORY = 16L << 20;

    private static final long LEAST_FILES = 16;

    Limits read(Fields limits) {
        limits.only("limits", KEYS, Set.of());
        Map<Limits.Kind, Long> values = new EnumMap<>(Limits.Kind.class);
        for (Limits.Kind kind : Limits.Kind.values()) {
            limits.text(kind.key())
                    .ifPresent(text ->
                            value(kind, text)
                                    .ifPresentOrElse(
                                            value -> values.put(kind, value),
                                            () -> invalid(limits, kind)));
        }
        return new Limits(values);
    }

    private static Optional<Long> value(Limits.Kind kind, String text) {
        return switch (kind) {
            case MEMORY -> Sizes.parse(text).filter(bytes -> bytes >= LEAST_MEMORY);
            case FILE_SIZE -> Sizes.parse(text);
            case FILES -> whole(text).filter(files -> files >= LEAST_FILES);
            case PROCESSES -> whole(text);
            case CPU -> Spans.parse(text).map(Duration::toSeconds).filter(s -> s > 0);
        };
    }

    private void invalid(Fields limits, Limits.Kind kind) {
        String rule =
                switch (kind) {
                    case MEMORY -> Sizes.RULE + ", at least 16MiB";
                    case FILE_SIZE -> Sizes.RULE;
                    case FILES -> "is a whole number, at least 16";
                    case PROCESSES -> "is a whole number, 1 or more";
                    case CPU -> Spans.RULE + ", at least 1s";
                };
        findings.add("LIMIT_INVALID", limits.lineOf(kind.key()), kind.key() + " " + rule);
    }

    private static Optional<Long> whole(String text) {
        return Optional.of(text).filter(t -> WHOLE.matcher(t).matches()).map(Long::valueOf);
    }
}
