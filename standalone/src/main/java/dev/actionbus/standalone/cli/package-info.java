/** The command line. */
@NullMarked
package dev.actionbus.standalone.cli;

import org.jspecify.annotations.NullMarked;
