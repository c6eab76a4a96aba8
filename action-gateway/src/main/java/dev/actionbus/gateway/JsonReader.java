package dev.actionbus.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.actionbus.action.Unicode;
import java.io.IOException;
import java.util.Locale;

/**
 * Reads one JSON value at a time, strictly and within limits. Its parser stands on the value to
 * read; every wrong value is refused with its pointer.
 */
final class JsonReader implements AutoCloseable {

    static final int MAX_DEPTH = 64;

    private static final JsonFactory STRICT =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH + 8)
                                    .maxStringLength(256 * 1024)
                                    .maxNumberLength(100)
                                    .maxNameLength(256)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final String source;
    private final JsonParser parser;

    JsonReader(String source) throws IOException {
        this.source = source;
        parser = STRICT.createParser(source);
    }

    /** Reads one field's value. */
    interface FieldReader {
        void read(String name) throws IOException;
    }

    /** Reads one element of an array. */
    interface ElementReader {
        void read() throws IOException;
    }

    /** The whole body: one object and nothing after it. */
    void document(FieldReader fields) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            // A truncated or broken value is a matter of syntax, whatever it was to become.
            parser.skipChildren();
            requireEnd();
            throw new Refused(Problem.of(400, "BODY_NOT_OBJECT", "the body is one JSON object"));
        }
        eachField(fields);
        requireEnd();
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    void object(String pointer, FieldReader fields) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT, pointer, "is an object");
        eachField(fields);
    }

    void array(String pointer, int most, ElementReader element) throws IOException {
        require(parser.currentToken() == JsonToken.START_ARRAY, pointer, "is an array");
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            count++;
            require(count <= most, pointer, "has at most " + most + " elements");
            element.read();
        }
    }

    String text(String pointer, int longest) throws IOException {
        require(parser.currentToken() == JsonToken.VALUE_STRING, pointer, "is a string");
        String text = parser.getText();
        requireUnicode(text, pointer);
        require(text.length() <= longest, pointer, "has at most " + longest + " characters");
        return text;
    }

    int integer(String pointer) throws IOException {
        require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, pointer, "is an integer");
        if (parser.getNumberType() != JsonParser.NumberType.INT) {
            throw outOfRange(pointer);
        }
        return parser.getIntValue();
    }

    boolean truth(String pointer) throws IOException {
        require(parser.currentToken().isBoolean(), pointer, "is true or false");
        return parser.getBooleanValue();
    }

    double number(String pointer) throws IOException {
        JsonToken token = parser.currentToken();
        require(token.isNumeric(), pointer, "is a number");
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw outOfRange(pointer);
        }
        return number;
    }

    /** An object to the letter, as the caller wrote it. */
    String letters(String pointer) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Refused(
                    Problem.at(pointer, "PARAMS_NOT_OBJECT", pointer + " is a JSON object"));
        }
        long start = parser.currentTokenLocation().getCharOffset();
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_NUMBER_INT && parser.getText().equals("-0")) {
                throw outOfRange(pointer);
            }
            if (depth > MAX_DEPTH) {
                throw new Refused(
                        Problem.at(
                                pointer,
                                "JSON_TOO_DEEP",
                                "at most " + MAX_DEPTH + " levels are nested"));
            }
        }
        long end = parser.currentTokenLocation().getCharOffset() + 1;
        return source.substring((int) start, (int) end);
    }

    /** Any value to the letter, as the caller wrote it. */
    String value() throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        int end;
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            end = (int) parser.currentTokenLocation().getCharOffset() + 1;
        } else {
            parser.finishToken();
            end = (int) parser.currentLocation().getCharOffset();
        }
        return source.substring(start, end);
    }

    static Refused unknownField(String parent, String name) {
        String pointer = parent + "/" + Problem.shown(name.replace("~", "~0").replace("/", "~1"));
        return new Refused(Problem.at(pointer, "FIELD_UNKNOWN", "no such field"));
    }

    static void require(boolean holds, String pointer, String rule) {
        if (!holds) {
            throw new Refused(Problem.at(pointer, "FIELD_INVALID", pointer + " " + rule));
        }
    }

    static void requireUnicode(String text, String pointer) {
        if (!Unicode.isWhole(text)) {
            throw new Refused(Problem.at(pointer, "ENCODING", pointer + " has a lone surrogate"));
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private void eachField(FieldReader fields) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (value != null) {
                fields.read(name);
            }
        }
    }

    private void requireEnd() throws IOException {
        if (parser.nextToken() != null) {
            var place = parser.currentTokenLocation();
            throw new Refused(
                    Problem.of(
                            400,
                            "JSON_SYNTAX",
                            String.format(
                                    Locale.ROOT,
                                    "the body goes on after its end at line %d, column %d",
                                    place.getLineNr(),
                                    place.getColumnNr())));
        }
    }

    private static Refused outOfRange(String pointer) {
        return new Refused(
                Problem.at(pointer, "NUMBER_OUT_OF_RANGE", "a number has no exact form here"));
    }
}
