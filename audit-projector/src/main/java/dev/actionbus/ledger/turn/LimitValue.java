package dev.actionbus.ledger.turn;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.actionbus.action.Digests;
import dev.actionbus.event.ActionRequested;
import java.io.IOException;
import java.util.List;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * What a request has where a limit looks ({@link dev.actionbus.action.LimitKey}): text as it is,
 * everything else as its RFC 8785 canonical JSON; what is not there, or null, is empty. Long values
 * are told apart by their digests.
 */
final class LimitValue {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String PARAMS = "params.";
    private static final String LABEL = "label.";
    private static final int LONGEST = 100;

    private LimitValue() {}

    static String of(String key, ActionRequested request) {
        String value = "";
        if (key.equals("tenant")) {
            value = request.getIntent().getTenant();
        } else if (key.startsWith(LABEL)) {
            String label = key.substring(LABEL.length());
            value = request.getContext().getLabels().getOrDefault(label, "");
        } else if (key.startsWith(PARAMS)) {
            List<String> path = List.of(key.substring(PARAMS.length()).split("\\.", -1));
            value = inside(request.getParams(), path);
        }
        return value.length() <= LONGEST
                ? value
                : "sha256:" + Digests.sha256Hex(RowKeys.utf8(value));
    }

    private static String inside(String params, List<String> path) {
        try (JsonParser parser = JSON.createParser(params)) {
            parser.nextToken();
            for (String name : path) {
                if (!enter(parser, name)) {
                    return "";
                }
            }
            return value(parser, params);
        } catch (IOException e) {
            throw new IllegalStateException("params were accepted as JSON", e);
        }
    }

    /** Goes to the value of a field of the object that begins here. */
    private static boolean enter(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(name);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static String value(JsonParser parser, String params) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> "";
            case VALUE_TRUE, VALUE_FALSE -> parser.currentToken().asString();
            default -> {
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getCharOffset();
                String array = "[" + params.substring(begin, end) + "]";
                String canonical = new JsonCanonicalizer(array).getEncodedString();
                yield canonical.substring(1, canonical.length() - 1);
            }
        };
    }
}
