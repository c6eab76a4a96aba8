@NullMarked
package dev.actionbus.executor;

import org.jspecify.annotations.NullMarked;
