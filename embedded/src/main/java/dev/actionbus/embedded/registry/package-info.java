/**
 * A schema registry whose only storage is a Kafka topic in Confluent Schema Registry's own format.
 */
@NullMarked
package dev.actionbus.embedded.registry;

import org.jspecify.annotations.NullMarked;
