/** What led to what: actions, the data sets they read and made, and what caused them. */
@NullMarked
package dev.actionbus.audit.lineage;

import org.jspecify.annotations.NullMarked;
