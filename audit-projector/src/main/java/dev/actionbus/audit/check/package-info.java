/**
 * Checks the verifiable log from raw records and signed notes alone: plain consumers, no live view.
 */
@NullMarked
package dev.actionbus.audit.check;

import org.jspecify.annotations.NullMarked;
