/**
 * Actions performed by a service or function behind a URL. Nothing here knows manifests; the
 * package above makes an {@link dev.actionbus.executor.handler.http.HttpCall} of one.
 */
@NullMarked
package dev.actionbus.executor.handler.http;

import org.jspecify.annotations.NullMarked;
