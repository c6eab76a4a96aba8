/** Graphs of steps as people look at them. */
@NullMarked
package dev.actionbus.standalone.graph;

import org.jspecify.annotations.NullMarked;
