package dev.actionbus.audit.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.actionbus.audit.ActionView;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Outcome;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.state.AttemptView;
import dev.actionbus.state.Awaits;
import dev.actionbus.state.Said;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The view as JSON. Params and results stay to the letter as they came in. */
final class ViewJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ViewJson() {}

    static String of(ActionView view) {
        return write(json -> action(json, view));
    }

    /**
     * @param cursor where the next page begins; null on the last page
     */
    static String page(List<String> actions, @Nullable String cursor) {
        return write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("actions");
            for (String action : actions) {
                json.writeRawValue(action);
            }
            json.writeEndArray();
            if (cursor != null) {
                json.writeStringField("cursor", cursor);
            }
            json.writeEndObject();
        });
    }

    private static void action(JsonGenerator json, ActionView view) throws IOException {
        ActionRequested request = view.accepted().getRequest();
        json.writeStartObject();
        json.writeStringField("actionId", request.getActionId());
        json.writeStringField("name", request.getIntent().getName());
        json.writeNumberField("version", request.getIntent().getVersion());
        json.writeStringField("status", view.progress().getStatus().name());
        progress(json, view.progress());
        json.writeStringField("idempotencyKey", request.getIntent().getIdempotencyKey());
        optional(json, "partitionKey", request.getIntent().getPartitionKey());
        json.writeStringField("fingerprint", view.accepted().getFingerprint());
        json.writeStringField("principal", request.getContext().getPrincipal());
        json.writeStringField("correlationId", request.getContext().getCorrelationId());
        optional(json, "causationId", request.getContext().getCausationId());
        optional(json, "runId", request.getContext().getRunId());
        optional(json, "step", request.getContext().getStep());
        if (request.getDefinition() != null) {
            json.writeBooleanField("isRun", true);
        }
        json.writeStringField("requestedAt", request.getRequestedAt().toString());
        json.writeStringField("acceptedAt", view.accepted().getAcceptedAt().toString());
        json.writeFieldName("params");
        json.writeRawValue(request.getParams());
        json.writeArrayFieldStart("attempts");
        for (AttemptView attempt : view.progress().getAttempts()) {
            attempt(json, attempt);
        }
        json.writeEndArray();
        json.writeNumberField("duplicates", view.counts().getDuplicates());
        json.writeNumberField("conflicts", view.counts().getConflicts());
        json.writeNumberField("lateReports", view.counts().getLate());
        json.writeEndObject();
    }

    private static void progress(JsonGenerator json, ActionProgress progress) throws IOException {
        List<AttemptView> attempts = progress.getAttempts();
        json.writeNumberField("attempt", attempts.isEmpty() ? 0 : attempts.getLast().getAttempt());
        if (progress.getRound() > 1) {
            json.writeNumberField("round", progress.getRound());
        }
        if (progress.getReleased()) {
            json.writeBooleanField("released", true);
        }
        Awaits awaits = progress.getAwaits();
        if (awaits != null) {
            optional(json, "dueAt", text(awaits.getDueAt()));
            optional(json, "waitsFor", awaits.getLimit());
        }
        Said said = progress.getSaid();
        if (said != null) {
            if (said.getProgress() != null) {
                json.writeNumberField("progress", said.getProgress());
            }
            optional(json, "message", said.getMessage());
        }
        outcome(json, progress.getOutcome());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static void outcome(JsonGenerator json, @Nullable Outcome outcome) throws IOException {
        if (outcome == null) {
            return;
        }
        json.writeStringField("endedAt", outcome.getAt().toString());
        if (outcome.getResult() != null) {
            json.writeFieldName("result");
            json.writeRawValue(outcome.getResult());
        }
        if (outcome.getError() != null) {
            error(json, outcome.getError(), outcome.getAttempt());
        }
    }

    private static void attempt(JsonGenerator json, AttemptView attempt) throws IOException {
        json.writeStartObject();
        json.writeNumberField("attempt", attempt.getAttempt());
        json.writeStringField("ending", attempt.getEnding());
        if (attempt.getRun() != null) {
            json.writeStringField("executor", attempt.getRun().getExecutor());
            json.writeStringField("startedAt", attempt.getRun().getStartedAt().toString());
        }
        json.writeStringField("at", attempt.getAt().toString());
        if (attempt.getError() != null) {
            error(json, attempt.getError(), attempt.getAttempt());
        }
        json.writeEndObject();
    }

    private static void error(JsonGenerator json, ErrorDetail error, int attempt)
            throws IOException {
        json.writeObjectFieldStart("error");
        json.writeStringField("code", error.getCode());
        json.writeStringField("message", error.getMessage());
        json.writeBooleanField("retryable", error.getRetryable());
        json.writeNumberField("attempt", attempt);
        if (error.getDetails() != null) {
            json.writeFieldName("details");
            json.writeRawValue(error.getDetails());
        }
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static String write(Writing writing) {
        StringWriter out = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            writing.to(json);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return out.toString();
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }
}
