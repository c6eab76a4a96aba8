/** Runs of workflows: which step is next, and what a step's end means. */
@NullMarked
package dev.actionbus.ledger.run;

import org.jspecify.annotations.NullMarked;
