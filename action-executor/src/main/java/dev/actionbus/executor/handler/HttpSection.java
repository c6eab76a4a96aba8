package dev.actionbus.executor.handler;

import dev.actionbus.document.Printable;
import dev.actionbus.executor.handler.http.ConfiguredText;
import dev.actionbus.executor.handler.http.EgressRules;
import dev.actionbus.executor.handler.http.HeaderRules;
import dev.actionbus.executor.handler.http.HttpCall;
import dev.actionbus.executor.handler.http.Signing;
import dev.actionbus.executor.handler.http.StatusRules;
import dev.actionbus.executor.handler.http.Target;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The key {@code http} of an action: what is sent where, and how answers count.
 *
 * @param directory files of secrets are named from here
 * @param egress where a request may go, as far as it can be told before a name is resolved
 */
record HttpSection(Path directory, EgressRules egress, Findings findings) {

    private static final Set<String> KEYS =
            Set.of("method", "url", "headers", "redirects", "retryOn", "failOn", "sign");
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");
    private static final Pattern REDIRECTS = Pattern.compile("[0-9]|10");
    private static final Pattern FAILURE_STATUS = Pattern.compile("[345][0-9]{2}");
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Nothing if it can not be called; the findings say all that is wrong. */
    Optional<HttpCall> read(Fields http) {
        http.only("http", KEYS, Set.of());
        String method = method(http);
        Optional<Target> target = target(http);
        Map<String, ConfiguredText> headers = new LinkedHashMap<>();
        http.mapping("headers").ifPresent(fields -> headers(fields, headers));
        StatusRules statuses = statuses(http);
        int redirects = redirects(http);
        Optional<Signing> signing = http.mapping("sign").flatMap(this::signing);
        return target.map(to -> new HttpCall(method, to, headers, statuses, redirects, signing));
    }

    private String method(Fields http) {
        String method = http.text("method").orElse("POST");
        if (!METHODS.contains(method)) {
            findings.add(
                    "FIELD_INVALID",
                    http.lineOf("method"),
                    "method is POST, PUT or PATCH: params go in the body");
        }
        return method;
    }

    private Optional<Target> target(Fields http) {
        int line = http.lineOf("url");
        if (!http.has("url")) {
            findings.add("FIELD_MISSING", line, "http has a url");
            return Optional.empty();
        }
        return http.text("url")
                .flatMap(url ->
                        switch (Target.parse(url)) {
                            case Target.Parsed.Usable(Target target) -> allowed(target, line);
                            case Target.Parsed.Refused(String code, String message) -> {
                                findings.add(code, line, message);
                                yield Optional.empty();
                            }
                        });
    }

    private Optional<Target> allowed(Target target, int line) {
        Optional<String> objection = egress.objection(target);
        objection.ifPresent(why ->
                findings.add("EGRESS_FORBIDDEN", line, why + "; --allow-egress would allow it"));
        return objection.isEmpty() ? Optional.of(target) : Optional.empty();
    }

    private void headers(Fields fields, Map<String, ConfiguredText> headers) {
        for (String name : fields.keys()) {
            Optional<String> objection = HeaderRules.objectionToName(name);
            objection.ifPresent(why ->
                    findings.add("HEADER_FORBIDDEN", fields.lineOf(name), Printable.line(why)));
            Optional<ConfiguredText> value = configured(fields, name);
            if (value.isPresent()
                    && value.get() instanceof ConfiguredText.Plain(String text)
                    && !HeaderRules.fits(text)) {
                findings.add(
                        "HEADER_INVALID",
                        fields.lineOf(name),
                        "a header value is visible ASCII on one line, at most 4096 characters");
            } else if (objection.isEmpty()) {
                value.ifPresent(text -> headers.put(name, text));
            }
        }
    }

    /** Text, or {@code {fromEnv: NAME}}, or {@code {fromFile: path}}. */
    private Optional<ConfiguredText> configured(Fields fields, String key) {
        return fields.isMapping(key)
                ? fields.mapping(key).flatMap(reference -> reference(reference, fields.lineOf(key)))
                : fields.text(key).map(ConfiguredText.Plain::new);
    }

    private Optional<ConfiguredText> reference(Fields reference, int line) {
        reference.only("a reference", Set.of("fromEnv", "fromFile"), Set.of());
        if (reference.keys().size() != 1) {
            findings.add("FIELD_INVALID", line, "a reference is {fromEnv: X} or {fromFile: path}");
            return Optional.empty();
        }
        return reference
                .text("fromEnv")
                .filter(name -> isVariable(name, line))
                .<ConfiguredText>map(ConfiguredText.FromEnv::new)
                .or(() ->
                        reference
                                .text("fromFile")
                                .map(file -> new ConfiguredText.FromFile(directory.resolve(file))));
    }

    private boolean isVariable(String name, int line) {
        boolean holds = VARIABLE.matcher(name).matches();
        if (!holds) {
            findings.add("FIELD_INVALID", line, "a variable matches " + VARIABLE.pattern());
        }
        return holds;
    }

    private StatusRules statuses(Fields http) {
        return new StatusRules(statuses(http, "retryOn"), statuses(http, "failOn"));
    }

    private Set<Integer> statuses(Fields http, String key) {
        List<String> given = http.texts(key).orElse(List.of());
        if (!given.stream().allMatch(status -> FAILURE_STATUS.matcher(status).matches())) {
            findings.add("FIELD_INVALID", http.lineOf(key), key + " holds statuses 300 to 599");
            return Set.of();
        }
        return given.stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    private int redirects(Fields http) {
        String text = http.text("redirects").orElse("0");
        if (!REDIRECTS.matcher(text).matches()) {
            findings.add("FIELD_INVALID", http.lineOf("redirects"), "redirects is 0 to 10");
            return 0;
        }
        return Integer.parseInt(text);
    }

    private Optional<Signing> signing(Fields sign) {
        sign.only("sign", Set.of("algorithm", "key", "keyId"), Set.of());
        Optional<Signing.Algorithm> algorithm =
                sign.text("algorithm")
                        .flatMap(label ->
                                Arrays.stream(Signing.Algorithm.values())
                                        .filter(a -> a.label().equals(label))
                                        .findFirst());
        String keyId = sign.text("keyId").orElse("actionbus");
        boolean byReference = sign.isMapping("key");
        Optional<ConfiguredText> key = byReference ? configured(sign, "key") : Optional.empty();
        if (algorithm.isEmpty() || !byReference || !KEY_ID.matcher(keyId).matches()) {
            findings.add(
                    "SIGN_INVALID",
                    sign.lineOf("algorithm"),
                    "sign has algorithm, hmac-sha256 or ed25519, and key, {fromFile: path} or"
                            + " {fromEnv: X}; keyId matches "
                            + KEY_ID.pattern());
            return Optional.empty();
        }
        return key.map(secret -> new Signing(algorithm.get(), keyId, secret));
    }
}
