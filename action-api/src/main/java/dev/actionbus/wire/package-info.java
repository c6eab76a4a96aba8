/**
 * How actions look on Kafka: topics, placement, framing, schemas. The only place that knows Avro.
 */
@NullMarked
package dev.actionbus.wire;

import org.jspecify.annotations.NullMarked;
