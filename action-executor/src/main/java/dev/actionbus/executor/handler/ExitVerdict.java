package dev.actionbus.executor.handler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.document.Printable;
import dev.actionbus.payload.Payloads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the exit of a command means.
 *
 * <ul>
 *   <li>0: done; stdout is one JSON value, nothing at all stands for {@code null}.
 *   <li>other, and stdout is {@code {"error": {"code", "message", "retryable"?, "details"?}}}:
 *       that.
 *   <li>other: code {@code EXIT_n} and the last line of stderr; retryable only for 75, the
 *       EX_TEMPFAIL of sysexits(3).
 *   <li>0, and a secret in the result: {@code SECRET_IN_RESULT}; elsewhere secrets are hidden.
 *   <li>79: not here, see {@link Suspension}.
 *   <li>128 + n, ended by signal n: {@code KILLED_SIGKILL} and the like; retryable.
 * </ul>
 */
record ExitVerdict(int status, Tail stdout, Tail stderr, Secrets secrets) {

    private static final int TEMPORARY = 75;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** By number from 1, see signal(7). */
    private static final List<String> SIGNALS =
            List.of(
                    "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT"
                            .concat(
                                    " CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH")
                            .concat(" IO PWR SYS")
                            .split(" ", -1));

    AttemptResult result() {
        return status == 0 ? done() : new Failed(stated().orElseGet(this::inferred));
    }

    private AttemptResult done() {
        if (stdout.dropped() > 0) {
            long size = stdout.dropped() + stdout.kept();
            String message =
                    "stdout has %d bytes, a result at most %d".formatted(size, Payloads.LARGEST);
            String details =
                    "{\"stdout\":{\"bytes\":%d,\"sha256\":\"%s\"}}"
                            .formatted(size, stdout.sha256());
            return new Failed(
                    new ActionError("RESULT_TOO_LARGE", message, false, Optional.of(details)));
        }
        return json().map(this::disclosed)
                .orElseGet(() ->
                        new Failed(
                                ActionError.permanent(
                                        "RESULT_NOT_JSON",
                                        "exit 0, but stdout is not one JSON value in" + " UTF-8")));
    }

    private AttemptResult disclosed(String json) {
        return secrets.appearIn(json)
                ? new Failed(
                        ActionError.permanent(
                                "SECRET_IN_RESULT", "the result holds a secret of its handler"))
                : new Succeeded(json);
    }

    /** To the letter as printed, without white space around it. */
    private Optional<String> json() {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(stdout.bytes());
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().strip();
            return text.isEmpty()
                    ? Optional.of("null")
                    : Optional.of(text).filter(ExitVerdict::isOneValue);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isOneValue(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<ActionError> stated() {
        try {
            JsonNode error =
                    stdout.dropped() > 0
                            ? JSON.nullNode()
                            : JSON.readTree(json().orElse("null")).path("error");
            String code = error.path("code").asText();
            return CODE.matcher(code).matches()
                    ? Optional.of(
                            new ActionError(
                                    secrets.hiddenIn(code),
                                    shown(error.path("message").asText()),
                                    error.path("retryable").asBoolean(status == TEMPORARY),
                                    Optional.ofNullable(error.get("details"))
                                            .map(JsonNode::toString)
                                            .map(secrets::hiddenIn)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private ActionError inferred() {
        int signal = status - 128;
        boolean killed = signal >= 1 && signal <= SIGNALS.size();
        String code = killed ? "KILLED_SIG" + SIGNALS.get(signal - 1) : "EXIT_" + status;
        String message =
                stderr.text()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .reduce((first, second) -> second)
                        .map(line -> shown(line.strip()))
                        .orElse("the command ended with status " + status);
        return new ActionError(code, message, killed || status == TEMPORARY, Optional.empty());
    }

    private String shown(String text) {
        return Printable.line(secrets.hiddenIn(text));
    }
}
