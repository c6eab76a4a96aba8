/** Workflows as data: what they are, what makes them right, how they are written. */
@NullMarked
package dev.actionbus.workflow;

import org.jspecify.annotations.NullMarked;
