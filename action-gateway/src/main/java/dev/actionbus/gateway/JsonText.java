package dev.actionbus.gateway;

import java.nio.charset.StandardCharsets;

/** One JSON object, written field by field, ASCII apart from what is embedded. */
final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder(256).append('{');

    JsonText field(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    JsonText field(String name, int value) {
        name(name).text.append(value);
        return this;
    }

    JsonText field(String name, boolean value) {
        name(name).text.append(value);
        return this;
    }

    /** JSON that is taken to the letter. */
    JsonText embed(String name, String json) {
        name(name).text.append(json);
        return this;
    }

    /** The object as text; nothing can follow. */
    String close() {
        return text.append('}').toString();
    }

    /** The object as UTF-8; nothing can follow. */
    byte[] end() {
        return close().getBytes(StandardCharsets.UTF_8);
    }

    private JsonText name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append('"').append(name).append("\":");
        return this;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7F) {
                text.append(c);
            } else {
                text.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    text.append(HEX.charAt((c >> shift) & 0xF));
                }
            }
        }
        text.append('"');
    }
}
