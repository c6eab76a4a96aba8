/** What a service compiles against: requests, outcomes, handlers and the bus. */
@NullMarked
package dev.actionbus.action;

import org.jspecify.annotations.NullMarked;
