/** The bus as a service sees it: connect, submit, execute, listen. */
@NullMarked
package dev.actionbus.client;

import org.jspecify.annotations.NullMarked;
