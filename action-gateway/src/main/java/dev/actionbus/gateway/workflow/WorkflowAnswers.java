package dev.actionbus.gateway.workflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.Problem;
import dev.actionbus.workflow.Plan;
import dev.actionbus.workflow.Workflow;
import dev.actionbus.workflow.WorkflowError;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What callers are told about definitions. */
final class WorkflowAnswers {

    static final String PATH = "/v1/workflows";

    private static final ObjectMapper JSON = new ObjectMapper();

    private WorkflowAnswers() {}

    /**
     * @param how {@code CREATED}, {@code UNCHANGED} or {@code CHECKED}
     */
    static Answer applied(Workflow workflow, String how, List<WorkflowError> warnings) {
        ObjectNode json = JSON.createObjectNode();
        json.put("workflow", workflow.name()).put("version", workflow.version());
        json.put("applied", how).put("steps", workflow.steps().size());
        warnings.forEach(warning -> put(warning, json.withArray("/warnings")));
        Answer answer = Answer.json(how.equals("CREATED") ? 201 : 200, json.toString());
        return how.equals("CHECKED")
                ? answer
                : new Answer(
                        answer.status(),
                        Map.of(
                                "Content-Type",
                                "application/json",
                                "Location",
                                PATH + "/" + workflow.name() + "?version=" + workflow.version()),
                        answer.body());
    }

    /** All of them; the first gives the code. */
    static Answer refused(List<WorkflowError> errors, String instance) {
        WorkflowError first = errors.getFirst();
        String more =
                errors.size() == 1 ? "" : "; and " + (errors.size() - 1) + " more, see errors";
        Problem problem =
                new Problem(
                        400,
                        first.code(),
                        first.message() + more,
                        Optional.of(first.pointer()).filter(p -> !p.isEmpty()),
                        Map.of());
        Answer answer = problem.answer(instance);
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(answer.body());
            errors.forEach(error -> put(error, json.withArray("/errors")));
            return new Answer(answer.status(), answer.headers(), JSON.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new IllegalStateException("a problem is JSON", e);
        }
    }

    static Answer list(List<List<KnownWorkflows.Stored>> all) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode workflows = json.putArray("workflows");
        for (List<KnownWorkflows.Stored> versions : all) {
            KnownWorkflows.Stored newest = versions.getLast();
            workflows.add(head(newest, versions));
        }
        return Answer.json(200, json.toString());
    }

    static Answer shown(KnownWorkflows.Stored one, List<KnownWorkflows.Stored> versions) {
        ObjectNode json = head(one, versions);
        Plan plan = Plan.of(one.workflow());
        ArrayNode layers = json.putArray("layers");
        plan.graph()
                .layers()
                .forEach(layer -> {
                    ArrayNode names = layers.addArray();
                    layer.forEach(names::add);
                });
        json.putRawValue("definition", new RawValue(one.record().getDefinition()));
        return Answer.json(200, json.toString());
    }

    static Answer missing(String name, String instance) {
        return Problem.of(
                        404,
                        "WORKFLOW_NOT_FOUND",
                        "no workflow is named " + Problem.shown(name) + ", or not in this version")
                .answer(instance);
    }

    private static ObjectNode head(
            KnownWorkflows.Stored one, List<KnownWorkflows.Stored> versions) {
        ObjectNode json = JSON.createObjectNode();
        json.put("workflow", one.workflow().name()).put("version", one.workflow().version());
        ArrayNode numbers = json.putArray("versions");
        versions.forEach(version -> numbers.add(version.workflow().version()));
        json.put("steps", one.workflow().steps().size());
        json.put("definedBy", one.record().getPrincipal());
        json.put("definedAt", one.record().getAt().toString());
        return json;
    }

    private static void put(WorkflowError error, ArrayNode into) {
        ObjectNode json = into.addObject().put("code", error.code());
        json.put("pointer", error.pointer());
        if (error.line() > 0) {
            json.put("line", error.line());
        }
        json.put("message", error.message());
    }
}
