@NullMarked
package dev.actionbus.standalone.graph;

import org.jspecify.annotations.NullMarked;
