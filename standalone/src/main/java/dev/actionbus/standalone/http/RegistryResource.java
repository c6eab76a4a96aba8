package dev.actionbus.standalone.http;

import dev.actionbus.embedded.registry.RegistryAnswer;
import dev.actionbus.embedded.registry.RegistryApi;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;

/** The Confluent Schema Registry REST API, as far as clients and serializers use it. */
@Path("/")
@Singleton
@RunOnVirtualThread
@Produces({RegistryResource.CONFLUENT, MediaType.APPLICATION_JSON})
@Consumes({RegistryResource.CONFLUENT, MediaType.APPLICATION_JSON, "*/*"})
final class RegistryResource {

    static final String CONFLUENT = "application/vnd.schemaregistry.v1+json";

    private final Optional<RegistryApi> api;

    RegistryResource() {
        api = RunningNode.get().registry().map(RegistryApi::new);
    }

    @GET
    @Path("subjects")
    public Response subjects() {
        return answer(RegistryApi::subjects);
    }

    @POST
    @Path("subjects/{subject}")
    public Response lookup(@PathParam("subject") String subject, String body) {
        return answer(registry -> registry.lookup(subject, body));
    }

    @DELETE
    @Path("subjects/{subject}")
    public Response deleteSubject(@PathParam("subject") String subject) {
        return answer(registry -> registry.deleteSubject(subject));
    }

    @GET
    @Path("subjects/{subject}/versions")
    public Response versions(@PathParam("subject") String subject) {
        return answer(registry -> registry.versions(subject));
    }

    @POST
    @Path("subjects/{subject}/versions")
    public Response register(@PathParam("subject") String subject, String body) {
        return answer(registry -> registry.register(subject, body));
    }

    @GET
    @Path("subjects/{subject}/versions/{version}")
    public Response version(
            @PathParam("subject") String subject, @PathParam("version") String version) {
        return answer(registry -> registry.version(subject, version));
    }

    @DELETE
    @Path("subjects/{subject}/versions/{version}")
    public Response deleteVersion(
            @PathParam("subject") String subject, @PathParam("version") String version) {
        return answer(registry -> registry.deleteVersion(subject, version));
    }

    @GET
    @Path("subjects/{subject}/versions/{version}/schema")
    public Response versionSchema(
            @PathParam("subject") String subject, @PathParam("version") String version) {
        return answer(registry -> registry.versionSchema(subject, version));
    }

    @GET
    @Path("schemas/ids/{id: [0-9]{1,9}}")
    public Response schemaById(@PathParam("id") int id) {
        return answer(registry -> registry.schemaById(id));
    }

    @GET
    @Path("schemas/ids/{id: [0-9]{1,9}}/versions")
    public Response versionsOfId(@PathParam("id") int id) {
        return answer(registry -> registry.versionsOfId(id));
    }

    @GET
    @Path("schemas/types")
    public Response types() {
        return answer(RegistryApi::types);
    }

    @POST
    @Path("compatibility/subjects/{subject}/versions/{version}")
    public Response compatible(
            @PathParam("subject") String subject,
            @PathParam("version") String version,
            String body) {
        return answer(registry -> registry.compatible(subject, version, body));
    }

    @GET
    @Path("config")
    public Response config() {
        return answer(RegistryApi::config);
    }

    @PUT
    @Path("config")
    public Response setConfig(String body) {
        return answer(registry -> registry.setConfig(body));
    }

    @GET
    @Path("config/{subject}")
    public Response subjectConfig(
            @PathParam("subject") String subject,
            @QueryParam("defaultToGlobal") boolean defaultToGlobal) {
        return answer(registry -> registry.config(subject, defaultToGlobal));
    }

    @PUT
    @Path("config/{subject}")
    public Response setSubjectConfig(@PathParam("subject") String subject, String body) {
        return answer(registry -> registry.setConfig(subject, body));
    }

    @GET
    @Path("mode")
    public Response mode() {
        return answer(RegistryApi::mode);
    }

    private Response answer(Function<RegistryApi, RegistryAnswer> question) {
        RegistryAnswer answer =
                api.map(question)
                        .orElseGet(() ->
                                new RegistryAnswer(
                                        404,
                                        "{\"error_code\":404,\"message\":"
                                                + "\"this process uses another registry\"}"));
        return Response.status(answer.status()).type(CONFLUENT).entity(answer.body()).build();
    }
}
