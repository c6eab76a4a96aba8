@NullMarked
package dev.actionbus.audit.check;

import org.jspecify.annotations.NullMarked;
