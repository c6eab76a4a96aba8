@NullMarked
package dev.actionbus.payload;

import org.jspecify.annotations.NullMarked;
