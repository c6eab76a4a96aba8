package dev.actionbus.gateway;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import java.util.OptionalInt;

/** How an action stands, as callers read it. Results and details stay to the letter. */
final class OutcomeJson {

    private OutcomeJson() {}

    static JsonText running(ActionId id, String status) {
        return new JsonText().field("actionId", id.value()).field("status", status);
    }

    static JsonText of(ActionOutcome outcome) {
        return end(running(outcome.actionId(), status(outcome)), outcome);
    }

    static String status(ActionOutcome outcome) {
        return switch (outcome) {
            case ActionOutcome.Completed _ -> "COMPLETED";
            case ActionOutcome.Failed _ -> "FAILED";
            case ActionOutcome.Cancelled _ -> "CANCELLED";
            case ActionOutcome.Unknown _ -> "UNKNOWN";
        };
    }

    /** Adds attempt and result or error to what is already said. */
    static JsonText end(JsonText json, ActionOutcome outcome) {
        return switch (outcome) {
            case ActionOutcome.Completed done ->
                    json.field("attempt", done.attempt()).embed("result", done.result());
            case ActionOutcome.Failed failed ->
                    json.field("attempt", failed.attempt())
                            .embed(
                                    "error",
                                    error(failed.error(), OptionalInt.of(failed.attempt())));
            case ActionOutcome.Cancelled cancelled ->
                    json.embed(
                            "error",
                            error(
                                    ActionError.permanent("CANCELLED", cancelled.reason()),
                                    OptionalInt.empty()));
            case ActionOutcome.Unknown lost ->
                    json.field("attempt", lost.attempt())
                            .embed(
                                    "error",
                                    error(
                                            ActionError.permanent(
                                                    "OUTCOME_UNKNOWN",
                                                    "the attempt was lost; it may have had effects"),
                                            OptionalInt.of(lost.attempt())));
        };
    }

    private static String error(ActionError error, OptionalInt attempt) {
        JsonText json =
                new JsonText()
                        .field("code", error.code())
                        .field("message", error.message())
                        .field("retryable", error.retryable());
        attempt.ifPresent(n -> json.field("attempt", n));
        error.details().ifPresent(details -> json.embed("details", details));
        return json.close();
    }
}
