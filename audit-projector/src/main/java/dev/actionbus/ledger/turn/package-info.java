/** Whose turn it is: what attempts have to get before they are granted. */
@NullMarked
package dev.actionbus.ledger.turn;

import org.jspecify.annotations.NullMarked;
