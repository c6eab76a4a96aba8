/** Everything in one process, and the command line. */
@NullMarked
package dev.actionbus.standalone;

import org.jspecify.annotations.NullMarked;
