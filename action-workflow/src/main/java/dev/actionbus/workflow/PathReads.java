package dev.actionbus.workflow;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an expression looks at.
 *
 * @param roots names
 * @param steps fields of steps
 * @param params first fields of {@code params}
 * @param runFields first fields of {@code run}
 * @param path the whole expression, if it is nothing but a path
 * @param paths all that must be there for it to have a value
 * @param computed names of which not a fixed field is read, such as {@code steps[x]}
 */
record PathReads(
        Set<String> roots,
        List<StepRead> steps,
        List<String> params,
        List<String> runFields,
        Optional<ValuePath> path,
        List<ValuePath> paths,
        List<String> computed) {}
