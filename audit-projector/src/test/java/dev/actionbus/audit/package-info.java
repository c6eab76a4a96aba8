@NullMarked
package dev.actionbus.audit;

import org.jspecify.annotations.NullMarked;
