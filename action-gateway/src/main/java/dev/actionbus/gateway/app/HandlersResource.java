package dev.actionbus.gateway.app;

import dev.actionbus.client.DeclaredHandlers;
import dev.actionbus.gateway.HandlersJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** What the executors of the bus can perform. */
@Path("/v1/handlers")
@Produces(MediaType.APPLICATION_JSON)
final class HandlersResource {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DeclaredHandlers handlers;

    HandlersResource(DeclaredHandlers handlers) {
        this.handlers = handlers;
    }

    /** Every handler that was ever declared, by name and version. */
    @GET
    public Response all() throws InterruptedException {
        return AnswerResponse.of(
                handlers.awaitRead(PATIENCE)
                        ? HandlersJson.of(handlers.all())
                        : HandlersJson.unknown());
    }
}
