/** What the process serves over HTTP beside the parts' own resources. */
@NullMarked
package dev.actionbus.standalone.http;

import org.jspecify.annotations.NullMarked;
