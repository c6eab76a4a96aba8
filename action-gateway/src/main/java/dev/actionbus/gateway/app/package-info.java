/** The HTTP front door: resources and mappers; nothing else here sees Quarkus. */
@NullMarked
package dev.actionbus.gateway.app;

import org.jspecify.annotations.NullMarked;
