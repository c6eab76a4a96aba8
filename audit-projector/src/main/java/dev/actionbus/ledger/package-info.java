/** The deciding half: admits requests, grants attempts, judges reports, writes the one outcome. */
@NullMarked
package dev.actionbus.ledger;

import org.jspecify.annotations.NullMarked;
