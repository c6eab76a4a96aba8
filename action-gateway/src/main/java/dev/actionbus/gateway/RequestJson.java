package dev.actionbus.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.InvalidRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The body and headers of {@code POST /v1/actions} as a request, or the problem with them. Strict:
 * an unknown field, a value of another type or anything beyond a limit is refused. Params are kept
 * to the letter.
 *
 * <p>Limits: 1 MiB, 64 levels, strings 256 KiB, numbers 100 digits, field names 256 characters.
 */
public final class RequestJson {

    /** Bytes of a body. */
    public static final int MAX_BODY = 1 << 20;

    private static final Map<String, String> POINTERS =
            Map.ofEntries(
                    Map.entry("NAME_INVALID", "/name"),
                    Map.entry("VERSION_INVALID", "/version"),
                    Map.entry("PARTITION_KEY_INVALID", "/partitionKey"),
                    Map.entry("LANE_INVALID", "/lane"),
                    Map.entry("PRIORITY_INVALID", "/priority"),
                    Map.entry("DEADLINE_INVALID", "/deadline"),
                    Map.entry("REASON_MISSING", "/reason"),
                    Map.entry("REASON_INVALID", "/reason"),
                    Map.entry("RETRY_INVALID", "/retry"),
                    Map.entry("PARAMS_NOT_OBJECT", "/params"),
                    Map.entry("PARAMS_INVALID", "/params"),
                    Map.entry("NUMBER_OUT_OF_RANGE", "/params"),
                    Map.entry("ENCODING", "/params"),
                    Map.entry("JSON_LIMIT", "/params"));

    private RequestJson() {}

    /** What became of some bytes. */
    public sealed interface Parsed {

        /**
         * They are a request.
         *
         * @param request to submit
         */
        record Good(ActionRequest request) implements Parsed {}

        /**
         * They are not.
         *
         * @param problem why
         */
        record Bad(Problem problem) implements Parsed {}
    }

    /**
     * @param now from which spans of time count
     */
    public static Parsed read(byte[] body, RequestHead head, Instant now) {
        try {
            RequestFields fields = new RequestFields(head);
            document(body, head, fields::readFrom);
            return new Parsed.Good(fields.request(now));
        } catch (Refused e) {
            return new Parsed.Bad(e.problem());
        } catch (InvalidRequest e) {
            return new Parsed.Bad(problem(e));
        } catch (JsonProcessingException e) {
            return new Parsed.Bad(problem(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    /** Reads a whole document. */
    interface DocumentReader {
        void read(JsonReader json) throws IOException;
    }

    static void document(byte[] body, RequestHead head, DocumentReader reader) throws IOException {
        try (JsonReader json = new JsonReader(text(body, head))) {
            reader.read(json);
        }
    }

    static Problem problem(JsonProcessingException e) {
        return e instanceof StreamConstraintsException limit ? limit(limit) : syntax(e);
    }

    static Problem problem(InvalidRequest e) {
        return new Problem(
                400,
                e.code(),
                String.valueOf(e.getMessage()),
                Optional.ofNullable(POINTERS.get(e.code())),
                Map.of());
    }

    private static String text(byte[] body, RequestHead head) {
        if (body.length > MAX_BODY) {
            throw new Refused(tooLarge());
        }
        if (body.length == 0) {
            throw new Refused(Problem.of(400, "BODY_MISSING", "send a JSON object"));
        }
        head.requireJson();
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            throw new Refused(Problem.of(400, "BODY_MISSING", "send a JSON object"));
        }
        // The replacement character is also a character of its own: only then look twice.
        boolean readable = text.indexOf('\uFFFD') < 0 || isUtf8(body);
        if (!readable || text.charAt(0) == '\uFEFF') {
            throw new Refused(
                    Problem.of(400, "ENCODING", "the body is UTF-8 without a byte order mark"));
        }
        return text;
    }

    static Problem tooLarge() {
        return new Problem(
                413,
                "BODY_TOO_LARGE",
                "a request has at most " + MAX_BODY + " bytes",
                Optional.empty(),
                Map.of("Connection", "close"));
    }

    private static boolean isUtf8(byte[] body) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Problem limit(StreamConstraintsException e) {
        String why = e.getOriginalMessage();
        if (why.startsWith("Number")) {
            return Problem.of(400, "NUMBER_OUT_OF_RANGE", "a number has too many digits" + at(e));
        }
        return why.contains("nesting depth")
                ? Problem.of(
                        400,
                        "JSON_TOO_DEEP",
                        "at most " + JsonReader.MAX_DEPTH + " levels are nested")
                : Problem.of(400, "JSON_LIMIT", "a string or a field name is too long" + at(e));
    }

    private static Problem syntax(JsonProcessingException e) {
        String why = e.getOriginalMessage();
        if (why.contains("Non-standard token")) {
            return Problem.of(400, "NUMBER_OUT_OF_RANGE", "JSON has finite numbers only" + at(e));
        }
        String what =
                why.startsWith("Duplicate field") ? "a field is there twice" : "this is not JSON";
        return Problem.of(400, "JSON_SYNTAX", what + at(e));
    }

    private static String at(JsonProcessingException e) {
        var place = e.getLocation();
        return place == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        " at line %d, column %d",
                        place.getLineNr(),
                        place.getColumnNr());
    }
}
