@NullMarked
package dev.actionbus.audit.app;

import org.jspecify.annotations.NullMarked;
