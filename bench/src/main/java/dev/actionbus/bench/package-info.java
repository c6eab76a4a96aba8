/** Measures an installation: the bus beside the bare Kafka chain on the same broker. */
@NullMarked
package dev.actionbus.bench;

import org.jspecify.annotations.NullMarked;
