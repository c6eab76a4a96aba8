/** The ledger and the audit view as one Kafka Streams application, and its HTTP side. */
@NullMarked
package dev.actionbus.audit.app;

import org.jspecify.annotations.NullMarked;
