package dev.actionbus.client;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What somebody outside tells of an attempt that goes on. What is empty stays as it was.
 *
 * @param share done, 0 to 1
 * @param message one line for people
 * @param checkpoint JSON that the next attempt would receive
 */
public record SignOfLife(
        OptionalDouble share, Optional<String> message, Optional<String> checkpoint) {}
