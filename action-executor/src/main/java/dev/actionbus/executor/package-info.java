/**
 * The executor: claims attempts in short transactions, runs handlers outside of them, reports what
 * came of it.
 */
@NullMarked
package dev.actionbus.executor;

import org.jspecify.annotations.NullMarked;
