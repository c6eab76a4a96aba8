/** What loads the bus and the bare chain, and checks every answer. */
@NullMarked
package dev.actionbus.bench.load;

import org.jspecify.annotations.NullMarked;
