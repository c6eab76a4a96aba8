/** What the released schemas bind us to. */
@NullMarked
package dev.actionbus.schema;

import org.jspecify.annotations.NullMarked;
