package dev.actionbus.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.PayloadClaim;
import dev.actionbus.client.SignOfLife;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What somebody outside says about an attempt, as JSON: {@code {"result": ...}}, {@code {"error":
 * {"code", "message", "retryable"?, "details"?}}}, or, while it goes on, {@code {"progress"?,
 * "message"?, "checkpoint"?}}. Results, details and checkpoints are kept to the letter.
 */
final class CallbackJson {

    private static final int MAX_RESULT = 256 * 1024;
    private static final int MAX_DETAILS = 64 * 1024;

    /** A process receives it in its environment. */
    private static final int MAX_CHECKPOINT = 128 * 1024 - 64;

    private static final int LONGEST_LINE = 1_000;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final Pattern LINE = Pattern.compile("\\P{Cntrl}*");

    private CallbackJson() {}

    /**
     * @throws Refused what is wrong
     */
    static AttemptResult result(byte[] body, RequestHead head) {
        EndFields fields = new EndFields();
        read(body, head, json -> json.document(field -> fields.read(field, json)));
        return fields.end();
    }

    /**
     * @throws Refused what is wrong
     */
    static SignOfLife signOfLife(byte[] body, RequestHead head) {
        BeatFields fields = new BeatFields();
        read(body, head, json -> json.document(field -> fields.read(field, json)));
        return new SignOfLife(fields.share, fields.message, fields.checkpoint);
    }

    private static void read(byte[] body, RequestHead head, RequestJson.DocumentReader reader) {
        try {
            RequestJson.document(body, head, reader);
        } catch (JsonProcessingException e) {
            throw new Refused(RequestJson.problem(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    private static String line(JsonReader json, String pointer) throws IOException {
        String line = json.text(pointer, LONGEST_LINE);
        JsonReader.require(LINE.matcher(line).matches(), pointer, "is one line");
        return line;
    }

    private static String bounded(JsonReader json, String pointer, int most) throws IOException {
        String value = json.value();
        if (value.getBytes(StandardCharsets.UTF_8).length > most) {
            String name = pointer.substring(pointer.lastIndexOf('/') + 1);
            throw new Refused(
                    Problem.of(
                            413,
                            name.toUpperCase(Locale.ROOT) + "_TOO_LARGE",
                            pointer + " has at most " + most + " bytes"));
        }
        return value;
    }

    /** How an attempt ended. */
    private static final class EndFields {

        private Optional<String> result = Optional.empty();
        private Optional<ActionError> error = Optional.empty();

        void read(String field, JsonReader json) throws IOException {
            switch (field) {
                case "result" -> result = Optional.of(bounded(json, "/result", MAX_RESULT));
                case "error" -> error = Optional.of(error(json));
                default -> throw JsonReader.unknownField("", field);
            }
        }

        AttemptResult end() {
            if (result.isPresent() == error.isPresent()) {
                throw new Refused(
                        Problem.of(400, "FIELD_MISSING", "a callback has a result or an error"));
            }
            if (result.flatMap(PayloadClaim::in).isPresent()) {
                throw new Refused(
                        Problem.at(
                                "/result",
                                "RESULT_INVALID",
                                "a result can not claim what others have left"));
            }
            return result.<AttemptResult>map(AttemptResult.Succeeded::new)
                    .orElseGet(() -> new AttemptResult.Failed(error.orElseThrow()));
        }

        private static ActionError error(JsonReader json) throws IOException {
            ErrorFields fields = new ErrorFields();
            json.object("/error", field -> fields.read(field, json));
            if (fields.code.isEmpty()) {
                throw new Refused(
                        Problem.at("/error/code", "FIELD_MISSING", "an error has a code"));
            }
            return new ActionError(fields.code, fields.message, fields.retryable, fields.details);
        }
    }

    /** Why it failed. */
    private static final class ErrorFields {

        private String code = "";
        private String message = "";
        private boolean retryable;
        private Optional<String> details = Optional.empty();

        void read(String field, JsonReader json) throws IOException {
            switch (field) {
                case "code" -> {
                    code = json.text("/error/code", LONGEST_LINE);
                    JsonReader.require(
                            CODE.matcher(code).matches(), "/error/code", "matches " + CODE);
                }
                case "message" -> message = line(json, "/error/message");
                case "retryable" -> retryable = json.truth("/error/retryable");
                case "details" ->
                        details = Optional.of(bounded(json, "/error/details", MAX_DETAILS));
                default -> throw JsonReader.unknownField("/error", field);
            }
        }
    }

    /** How far it is. */
    private static final class BeatFields {

        private OptionalDouble share = OptionalDouble.empty();
        private Optional<String> message = Optional.empty();
        private Optional<String> checkpoint = Optional.empty();

        void read(String field, JsonReader json) throws IOException {
            switch (field) {
                case "progress" -> {
                    double given = json.number("/progress");
                    JsonReader.require(given >= 0 && given <= 1, "/progress", "is 0 to 1");
                    share = OptionalDouble.of(given);
                }
                case "message" -> message = Optional.of(line(json, "/message"));
                case "checkpoint" ->
                        checkpoint = Optional.of(bounded(json, "/checkpoint", MAX_CHECKPOINT));
                default -> throw JsonReader.unknownField("", field);
            }
        }
    }
}
