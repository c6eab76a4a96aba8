package dev.actionbus.executor.handler.http;

import dev.actionbus.executor.handler.http.Signing.UnusableKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A signature after RFC 9421 over method, authority, path, query and headers. The body is covered
 * by its digest, which is one of them.
 */
record MessageSignature(String method, Target target, Map<String, String> covered, Instant now) {

    private static final String LABEL = "actionbus";

    /** Signature-Input and Signature. */
    Map<String, String> headers(Signing signing) throws UnusableKey {
        Map<String, String> components = components();
        String parameters =
                components.keySet().stream().collect(Collectors.joining("\" \"", "(\"", "\")"))
                        + ";created=%d;keyid=\"%s\";alg=\"%s\""
                                .formatted(
                                        now.getEpochSecond(),
                                        signing.keyId(),
                                        signing.algorithm().label());
        String base =
                components.entrySet().stream()
                                .map(c -> "\"" + c.getKey() + "\": " + c.getValue() + "\n")
                                .collect(Collectors.joining())
                        + "\"@signature-params\": "
                        + parameters;
        byte[] signature = signing.sign(base.getBytes(StandardCharsets.US_ASCII));
        return Map.of(
                "Signature-Input",
                LABEL + "=" + parameters,
                "Signature",
                LABEL + "=:" + Base64.getEncoder().encodeToString(signature) + ":");
    }

    private Map<String, String> components() {
        Map<String, String> components = new LinkedHashMap<>();
        components.put("@method", method);
        components.put("@authority", target.authority());
        components.put("@path", target.path());
        components.put("@query", "?" + target.query().orElse(""));
        covered.forEach((name, value) -> components.put(name.toLowerCase(Locale.ROOT), value));
        return components;
    }
}
