/** The HTTP front door without HTTP: bodies to requests, submissions to answers. */
@NullMarked
package dev.actionbus.gateway;

import org.jspecify.annotations.NullMarked;
