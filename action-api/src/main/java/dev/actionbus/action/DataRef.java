package dev.actionbus.action;

import java.util.Optional;

/**
 * A data set an action reads or makes.
 *
 * @param namespace where the name is unique
 * @param name name of the data set
 * @param version its version, if it has one
 * @param digest content digest as {@code algorithm:hex}, if known
 */
public record DataRef(
        String namespace, String name, Optional<String> version, Optional<String> digest) {}
