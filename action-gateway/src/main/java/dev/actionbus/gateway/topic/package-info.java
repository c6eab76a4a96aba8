/** Small topics that gateways keep as tables. */
@NullMarked
package dev.actionbus.gateway.topic;

import org.jspecify.annotations.NullMarked;
