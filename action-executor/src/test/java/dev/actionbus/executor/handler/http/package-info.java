@NullMarked
package dev.actionbus.executor.handler.http;

import org.jspecify.annotations.NullMarked;
