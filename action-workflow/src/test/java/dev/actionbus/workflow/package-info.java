@NullMarked
package dev.actionbus.workflow;

import org.jspecify.annotations.NullMarked;
