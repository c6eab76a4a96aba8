/** Figures, targets, and how they are printed. No clock, no network. */
@NullMarked
package dev.actionbus.bench.report;

import org.jspecify.annotations.NullMarked;
