/** Actions that are asked for again and again. */
@NullMarked
package dev.actionbus.gateway.schedule;

import org.jspecify.annotations.NullMarked;
