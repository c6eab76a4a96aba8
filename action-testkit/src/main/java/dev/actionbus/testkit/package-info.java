/** Tests against a real broker in this process, and the rules the code keeps to. */
@NullMarked
package dev.actionbus.testkit;

import org.jspecify.annotations.NullMarked;
