package dev.actionbus.standalone.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 2026-01-31T08:00:00Z}, or so long ago: {@code 24h}. */
final class Moments implements ITypeConverter<Instant> {

    private final Durations durations = new Durations();

    @Override
    public Instant convert(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.now().minus(ago(text));
        }
    }

    private Duration ago(String text) {
        try {
            return durations.convert(text);
        } catch (TypeConversionException e) {
            throw new TypeConversionException(
                    "'" + text + "' is neither a time such as 2026-01-31T08:00:00Z nor 24h");
        }
    }
}
