/** Recorded requests against other handlers, without side effects on the bus. */
@NullMarked
package dev.actionbus.standalone.replay;

import org.jspecify.annotations.NullMarked;
