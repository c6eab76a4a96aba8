/** How actions are found by what they were marked with. */
@NullMarked
package dev.actionbus.audit.index;

import org.jspecify.annotations.NullMarked;
