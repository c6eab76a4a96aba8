package dev.actionbus.embedded.broker;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The broker did not come up; the cause says why. The directory is free again. */
public final class BrokerStartFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerStartFailed(Path data, Throwable cause) {
        super("the broker on " + data + " did not start: " + reasons(cause), cause);
    }

    /** Kafka's outer messages only say that something failed. */
    private static String reasons(Throwable cause) {
        return Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
                .map(it -> it.getMessage() == null ? it.getClass().getName() : it.getMessage())
                .distinct()
                .collect(Collectors.joining(": "));
    }
}
