package dev.actionbus.executor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.action.AttemptResult.Suspended;
import dev.actionbus.action.PayloadClaim;
import dev.actionbus.action.Unicode;
import dev.actionbus.document.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** What a handler may say, so that every report fits and can be read. */
final class ResultRules {

    private static final int MAX_DETAILS_BYTES = 64 * 1024;
    private static final int MAX_MESSAGE = 1_000;
    private static final JsonFactory JSON = new JsonFactory();

    private ResultRules() {}

    /**
     * @param largest bytes of a result
     */
    static AttemptResult checked(AttemptResult result, int largest, Instant now) {
        return switch (result) {
            case Succeeded succeeded -> checked(succeeded, largest);
            case Failed(var error, var retryAfter, var called) ->
                    new Failed(bounded(error), retryAfter, called);
            case Suspended suspended -> checked(suspended, now);
        };
    }

    static AttemptResult thrown(Throwable e) {
        String message =
                e.getMessage() == null
                        ? e.getClass().getName()
                        : e.getClass().getName() + ": " + e.getMessage();
        return new Failed(ActionError.retryable("HANDLER_EXCEPTION", oneLine(message)));
    }

    private static AttemptResult checked(Succeeded succeeded, int largest) {
        String result = succeeded.result();
        if (result.length() > largest || bytesOf(result) > largest) {
            return new Failed(
                    ActionError.permanent(
                            "RESULT_TOO_LARGE", "a result has at most " + largest + " bytes"));
        }
        if (PayloadClaim.in(result).isPresent()) {
            return new Failed(
                    ActionError.permanent(
                            "RESULT_INVALID", "a result can not claim what others have left"));
        }
        return isJson(result)
                ? succeeded
                : new Failed(ActionError.permanent("RESULT_NOT_JSON", "the result is not JSON"));
    }

    private static AttemptResult checked(Suspended suspended, Instant now) {
        return suspended.until().isAfter(now.plus(Callbacks.LONGEST))
                ? new Failed(
                        ActionError.permanent(
                                "SUSPEND_TOO_LONG", "an attempt is suspended for at most 30 days"))
                : suspended;
    }

    private static ActionError bounded(ActionError error) {
        Optional<String> details =
                error.details()
                        .filter(text -> bytesOf(text) <= MAX_DETAILS_BYTES)
                        .filter(ResultRules::isJson);
        return new ActionError(
                oneLine(error.code()), oneLine(error.message()), error.retryable(), details);
    }

    private static String oneLine(String text) {
        return Printable.line(text.lines().findFirst().orElse(""), MAX_MESSAGE);
    }

    private static int bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** One value and nothing else. */
    static boolean isJson(String text) {
        if (!Unicode.isWhole(text)) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() != null && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
