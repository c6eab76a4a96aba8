package dev.actionbus.executor.handler.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is sent for an action, and how the answer counts.
 *
 * @param method POST, PUT or PATCH
 * @param target where to
 * @param headers besides ours, in this order
 * @param statuses which answers allow another attempt
 * @param redirects how many are followed; each is judged as the first target was
 * @param signing empty: requests are not signed
 */
public record HttpCall(
        String method,
        Target target,
        Map<String, ConfiguredText> headers,
        StatusRules statuses,
        int redirects,
        Optional<Signing> signing) {

    public HttpCall {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
