/** The folding half: what the event log says about each action. */
@NullMarked
package dev.actionbus.audit;

import org.jspecify.annotations.NullMarked;
