package dev.actionbus.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The vectors that the schemas module publishes for every language. */
public final class IdentityVectors {

    private IdentityVectors() {}

    public static List<JsonNode> actionIds() {
        return list("actionIds");
    }

    public static List<JsonNode> fingerprints() {
        return list("fingerprints");
    }

    private static List<JsonNode> list(String name) {
        try (InputStream file =
                ActionId.class.getResourceAsStream("/dev/actionbus/identity-vectors.json")) {
            JsonNode all = new ObjectMapper().readTree(Objects.requireNonNull(file));
            List<JsonNode> vectors = new ArrayList<>();
            all.get(name).forEach(vectors::add);
            return vectors;
        } catch (IOException e) {
            throw new IllegalStateException("reading the vectors", e);
        }
    }
}
