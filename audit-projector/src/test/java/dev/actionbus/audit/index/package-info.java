@NullMarked
package dev.actionbus.audit.index;

import org.jspecify.annotations.NullMarked;
