/** What params must look like, and where large params and results are kept. */
@NullMarked
package dev.actionbus.payload;

import org.jspecify.annotations.NullMarked;
