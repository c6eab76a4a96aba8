/**
 * A Kafka broker inside this process, for one machine: development, tests, the one-command mode.
 */
@NullMarked
package dev.actionbus.embedded.broker;

import org.jspecify.annotations.NullMarked;
