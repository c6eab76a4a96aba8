package dev.actionbus.gateway.app;

import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.Problem;
import dev.actionbus.gateway.RunAnswer;
import dev.actionbus.gateway.WaitTime;
import dev.actionbus.gateway.workflow.Workflows;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Definitions of workflows, and their runs. */
@Path("/v1/workflows")
@Produces(MediaType.APPLICATION_JSON)
final class WorkflowsResource {

    private static final String PATH = "/v1/workflows";

    private final Workflows workflows;
    private final ActionGateway gateway;

    WorkflowsResource(Workflows workflows, ActionGateway gateway) {
        this.workflows = workflows;
        this.gateway = gateway;
    }

    @GET
    public Response list() {
        return AnswerResponse.of(workflows.list());
    }

    /**
     * The newest version of a workflow.
     *
     * @param version another one
     */
    @GET
    @Path("/{name}")
    public Response show(
            @PathParam("name") String name, @QueryParam("version") @Nullable String version) {
        if (version != null && !version.matches("[1-9][0-9]{0,8}")) {
            return AnswerResponse.of(
                    Problem.of(400, "VERSION_INVALID", "version is a whole number, 1 or more")
                            .answer(PATH + "/" + Problem.shown(name)));
        }
        return AnswerResponse.of(
                workflows.show(
                        name,
                        version == null
                                ? OptionalInt.empty()
                                : OptionalInt.of(Integer.parseInt(version))));
    }

    /**
     * Validates a definition, YAML or JSON, and keeps it.
     *
     * @param dryRun true: it is only validated
     * @param strict true: an action that no executor has declared is an error
     */
    @POST
    @RunOnVirtualThread
    public Response apply(
            byte @Nullable [] body,
            @QueryParam("dryRun") @Nullable String dryRun,
            @QueryParam("strict") @Nullable String strict) {
        if (body == null || body.length == 0) {
            return AnswerResponse.of(
                    Problem.of(400, "BODY_MISSING", "send a definition, YAML or JSON")
                            .answer(PATH));
        }
        return AnswerResponse.of(
                workflows.apply(
                        new String(body, StandardCharsets.UTF_8),
                        new Workflows.How("true".equals(dryRun), "true".equals(strict))));
    }

    /**
     * Begins a run. As {@code POST /v1/actions}: {@code Idempotency-Key} makes it safe to repeat,
     * {@code Prefer: wait=10} waits for its end.
     */
    @POST
    @Path("/{name}/runs")
    public Uni<Response> run(
            @PathParam("name") String name, byte @Nullable [] body, @Context HttpHeaders headers) {
        return switch (workflows.run(name, Bodies.of(body), Heads.ofJson(headers))) {
            case Workflows.Asked.Refused refused -> answer(refused.answer());
            case Workflows.Asked.Run run ->
                    Uni.createFrom()
                            .completionStage(
                                    gateway.submit(
                                            run.request(),
                                            WaitTime.preferred(Heads.all(headers, "Prefer"))))
                            .map(RunAnswer::of)
                            .map(AnswerResponse::of);
        };
    }

    private static Uni<Response> answer(Answer answer) {
        return Uni.createFrom().item(AnswerResponse.of(answer));
    }
}
