@NullMarked
package dev.actionbus.audit.lineage;

import org.jspecify.annotations.NullMarked;
