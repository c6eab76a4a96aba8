package dev.actionbus.gateway;

import dev.actionbus.payload.ParamsSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Why a call was not done, as RFC 9457 tells it: one line, no stack trace, at most 64 characters of
 * the caller's own words.
 *
 * @param status HTTP status
 * @param code upper snake case, for machines
 * @param detail one line, for people
 * @param pointer JSON pointer (RFC 6901) to the field that is wrong
 * @param headers to answer with, such as {@code Retry-After}
 * @param errors all that is wrong, if that is more than one thing; JSON
 */
public record Problem(
        int status,
        String code,
        String detail,
        Optional<String> pointer,
        Map<String, String> headers,
        Optional<String> errors) {

    private static final int MAX_ECHO = 64;
    private static final String TYPES = "https://actionbus.dev/problems/";

    public Problem {
        headers = Map.copyOf(headers);
    }

    public Problem(
            int status,
            String code,
            String detail,
            Optional<String> pointer,
            Map<String, String> headers) {
        this(status, code, detail, pointer, headers, Optional.empty());
    }

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, Optional.empty(), Map.of());
    }

    static Problem at(String pointer, String code, String detail) {
        return new Problem(400, code, detail, Optional.of(pointer), Map.of());
    }

    /**
     * Params are not what their handler takes.
     *
     * @param params pointer to them
     * @param findings at least one
     */
    static Problem paramsInvalid(String params, List<ParamsSchema.Finding> findings) {
        String errors =
                findings.stream()
                        .map(finding ->
                                new JsonText()
                                        .field("pointer", params + finding.pointer())
                                        .field("detail", finding.message())
                                        .close())
                        .collect(Collectors.joining(",", "[", "]"));
        ParamsSchema.Finding first = findings.getFirst();
        return new Problem(
                400,
                "PARAMS_INVALID",
                first.message(),
                Optional.of(params + first.pointer()),
                Map.of(),
                Optional.of(errors));
    }

    /** Nothing was written; soon it may be possible. */
    static Problem busUnavailable() {
        return new Problem(
                503,
                "BUS_UNAVAILABLE",
                "the bus can not be written at the moment; nothing was submitted",
                Optional.empty(),
                Map.of("Retry-After", "2"));
    }

    /** Written or not: nobody can say. */
    static Problem outcomeUnknown() {
        return new Problem(
                503,
                "OUTCOME_UNKNOWN",
                "whether the request was taken is not known; retry with the same key",
                Optional.empty(),
                Map.of("Retry-After", "1"));
    }

    /** Nobody can say at the moment. */
    public static Problem viewUnavailable() {
        return new Problem(
                503,
                "VIEW_UNAVAILABLE",
                "actions can not be looked up at the moment",
                Optional.empty(),
                Map.of("Retry-After", "1"));
    }

    static Problem actionNotFound() {
        return of(404, "ACTION_NOT_FOUND", "no action has this id");
    }

    /**
     * @param instance path of the call
     */
    public Answer answer(String instance) {
        JsonText json =
                new JsonText()
                        .field("type", TYPES + code.toLowerCase(Locale.ROOT).replace('_', '-'))
                        .field("title", title())
                        .field("status", status)
                        .field("code", code)
                        .field("detail", detail)
                        .field("instance", shown(instance));
        pointer.ifPresent(p -> json.field("pointer", p));
        errors.ifPresent(all -> json.embed("errors", all));
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Content-Type", "application/problem+json");
        return new Answer(status, all, json.end());
    }

    /** The caller's words fit to be shown: at most 64 characters, no control or format ones. */
    public static String shown(String words) {
        StringBuilder text = new StringBuilder(Math.min(words.length(), MAX_ECHO));
        for (int i = 0; i < words.length() && text.length() < MAX_ECHO; i++) {
            char c = words.charAt(i);
            String piece =
                    c >= ' ' && c < 0x7F ? String.valueOf(c) : String.format("\\u%04x", (int) c);
            if (text.length() + piece.length() > MAX_ECHO) {
                break;
            }
            text.append(piece);
        }
        return text.toString();
    }

    private String title() {
        return code.charAt(0) + code.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
