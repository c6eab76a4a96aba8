/** The parts of the bus that run in this process, started and stopped in order. */
@NullMarked
package dev.actionbus.standalone.node;

import org.jspecify.annotations.NullMarked;
