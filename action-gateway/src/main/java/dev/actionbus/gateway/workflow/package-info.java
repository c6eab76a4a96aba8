/** Workflows over HTTP: definitions are kept, runs are asked for. */
@NullMarked
package dev.actionbus.gateway.workflow;

import org.jspecify.annotations.NullMarked;
