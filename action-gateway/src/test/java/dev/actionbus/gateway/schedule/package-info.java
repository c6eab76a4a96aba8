@NullMarked
package dev.actionbus.gateway.schedule;

import org.jspecify.annotations.NullMarked;
