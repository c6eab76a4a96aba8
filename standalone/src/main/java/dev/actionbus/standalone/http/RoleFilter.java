package dev.actionbus.standalone.http;

import dev.actionbus.standalone.node.Role;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** A process that is no gateway says so. */
@Provider
final class RoleFilter implements ContainerRequestFilter {

    private static final String PROBLEM =
            """
            {"type":"about:blank","title":"not a gateway","status":404,"code":"NOT_A_GATEWAY",\
            "detail":"this process does not have the role gateway"}\
            """;

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean forGateway =
                path.startsWith("/v1/actions")
                        && (request.getMethod().equals("POST") || path.endsWith("/result"));
        if (forGateway && !RunningNode.get().settings().roles().contains(Role.GATEWAY)) {
            request.abortWith(
                    Response.status(404).type("application/problem+json").entity(PROBLEM).build());
        }
    }
}
