/**
 * Handlers: what performs an action, in Java or as a process, and the manifests that declare it.
 */
@NullMarked
package dev.actionbus.executor.handler;

import org.jspecify.annotations.NullMarked;
