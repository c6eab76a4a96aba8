@NullMarked
package dev.actionbus.gateway.workflow;

import org.jspecify.annotations.NullMarked;
