package dev.actionbus.audit.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;

/**
 * What went wrong, as RFC 9457 has it.
 *
 * @param code upper snake case
 * @param detail one line for people
 * @param parameter of the query that is wrong
 */
record Problem(int status, String code, String detail, Optional<String> parameter) {

    static final String TYPE = "application/problem+json";
    static final int FAULT = 500;
    static final int UNAVAILABLE = 503;

    private static final ObjectMapper JSON = new ObjectMapper();

    Problem(int status, String code, String detail) {
        this(status, code, detail, Optional.empty());
    }

    String json() {
        ObjectNode body = JSON.createObjectNode();
        parameter.ifPresent(it -> body.put("parameter", it));
        return body.put("type", "about:blank")
                .put("title", code.replace('_', ' ').toLowerCase(Locale.ROOT))
                .put("status", status)
                .put("code", code)
                .put("detail", detail)
                .toString();
    }

    Response response() {
        Response.ResponseBuilder response = Response.status(status).type(TYPE).entity(json());
        return status == UNAVAILABLE ? response.header("Retry-After", 1).build() : response.build();
    }
}
