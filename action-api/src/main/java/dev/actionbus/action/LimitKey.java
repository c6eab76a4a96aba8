package dev.actionbus.action;

import java.util.regex.Pattern;

/**
 * Which part of a request a limit looks at: each value has a limit of its own.
 *
 * @param text {@code tenant}, {@code label.NAME}, or {@code params.NAME[.NAME...]}: a value inside
 *     the params; at most 255 characters
 */
public record LimitKey(String text) {

    private static final Pattern FORM =
            Pattern.compile("tenant|label\\.\\S{1,249}|params(\\.[^\\s.]+)+");
    private static final int LONGEST = 255;

    public LimitKey {
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw InvalidRequest.of(
                    "LIMIT_KEY_INVALID", "a limit's key is tenant, label.NAME or params.NAME");
        }
    }
}
