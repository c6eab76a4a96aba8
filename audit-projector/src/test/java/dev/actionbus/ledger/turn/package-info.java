@NullMarked
package dev.actionbus.ledger.turn;

import org.jspecify.annotations.NullMarked;
