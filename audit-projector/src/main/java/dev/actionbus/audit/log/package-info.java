/** The verifiable log: Merkle trees, signed checkpoints, proofs. Knows nothing of Kafka. */
@NullMarked
package dev.actionbus.audit.log;

import org.jspecify.annotations.NullMarked;
