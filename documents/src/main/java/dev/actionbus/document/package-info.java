/** What people write by hand, read strictly. */
@NullMarked
package dev.actionbus.document;

import org.jspecify.annotations.NullMarked;
