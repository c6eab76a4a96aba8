package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads definitions strictly and tells everything that is wrong at once. */
public final class WorkflowReader {

    /** Of a definition's text. */
    public static final int LONGEST_TEXT = Snapshot.MAX_TEXT;

    private static final Set<String> KEYS =
            Set.of("workflow", "version", "params", "deadline", "steps", "result");

    private WorkflowReader() {}

    /**
     * Reads and judges a text: JSON if its first character is a brace, else YAML.
     *
     * @param text of at most {@value #LONGEST_TEXT} characters
     */
    public static Reading read(String text) {
        Map<String, Integer> lines = new HashMap<>();
        Errors errors = new Errors(lines);
        if (text.length() > LONGEST_TEXT) {
            errors.add(
                    "WORKFLOW_LIMIT", "", "a workflow has at most " + LONGEST_TEXT + " characters");
            return new Reading.Wrong(errors.all());
        }
        Optional<JsonNode> root =
                text.stripLeading().startsWith("{")
                        ? json(text, errors)
                        : YamlTree.read(text, errors, lines);
        return root.map(tree -> read(tree, errors))
                .orElseGet(() -> new Reading.Wrong(errors.all()));
    }

    /** Reads and judges a tree. */
    public static Reading read(JsonNode root) {
        return read(root, new Errors(Map.of()));
    }

    private static Optional<JsonNode> json(String text, Errors errors) {
        try {
            return Optional.of(Json.parse(text));
        } catch (IllegalArgumentException e) {
            errors.add("WORKFLOW_SYNTAX", "", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Reading read(JsonNode root, Errors errors) {
        Optional<Workflow> workflow = workflow(root, errors);
        workflow.ifPresent(w -> WorkflowRules.check(w, errors));
        return workflow.isPresent() && errors.isEmpty()
                ? new Reading.Read(workflow.get())
                : new Reading.Wrong(errors.all());
    }

    /**
     * Reads what was judged before, as canonical JSON; expressions are not looked at.
     *
     * @throws IllegalArgumentException it was not
     */
    public static Workflow stored(String text) {
        return trusted(Json.parse(text));
    }

    /** Of what was read before; throws {@link IllegalArgumentException} for anything else. */
    static Workflow trusted(JsonNode root) {
        Errors errors = new Errors(Map.of());
        Optional<Workflow> workflow = workflow(root, errors);
        if (workflow.isEmpty() || !errors.isEmpty()) {
            throw new IllegalArgumentException("no workflow: " + errors.all());
        }
        return workflow.get();
    }

    private static Optional<Workflow> workflow(JsonNode root, Errors errors) {
        if (!root.isObject()) {
            errors.add("WORKFLOW_SYNTAX", "", "a workflow is an object");
            return Optional.empty();
        }
        Fields fields = new Fields("a workflow", root, "", errors).only(KEYS);
        Optional<String> name = fields.text("workflow").filter(n -> named(n, fields));
        if (!fields.has("workflow")) {
            fields.missing("workflow", "a workflow has a name: workflow: my-name");
        }
        List<WorkflowStep> steps = steps(fields);
        int version = fields.whole("version", 1, 999_999_999).orElse(1);
        Optional<ObjectNode> params =
                fields.has("params") ? Optional.of(fields.data("params")) : Optional.empty();
        return name.map(n ->
                new Workflow(
                        n,
                        version,
                        params,
                        fields.span("deadline"),
                        steps,
                        fields.value("result")));
    }

    private static boolean named(String name, Fields fields) {
        boolean right = name.matches(Workflow.NAME_PATTERN);
        if (!right) {
            fields.errors()
                    .add(
                            "NAME_INVALID",
                            fields.at("workflow"),
                            "a workflow's name matches " + Workflow.NAME_PATTERN);
        }
        return right;
    }

    private static List<WorkflowStep> steps(Fields fields) {
        Optional<Fields> all = fields.object("steps", "steps");
        List<WorkflowStep> steps = new ArrayList<>();
        if (all.isEmpty() || all.get().object().isEmpty()) {
            fields.errors().add("WORKFLOW_EMPTY", fields.at("steps"), "a workflow has steps");
            return steps;
        }
        for (String name : all.get().names()) {
            all.get()
                    .object(name, "the step " + Fields.shown(name))
                    .flatMap(step -> ReadStep.of(name, step))
                    .ifPresent(steps::add);
        }
        return steps;
    }
}
