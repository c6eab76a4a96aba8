@NullMarked
package dev.actionbus.standalone;

import org.jspecify.annotations.NullMarked;
