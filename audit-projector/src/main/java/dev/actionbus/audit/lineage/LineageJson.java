package dev.actionbus.audit.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;

/** Lineage as JSON, one line, in one way only: equal answers are equal bytes. */
public final class LineageJson {

    static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModules(new Jdk8Module(), new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                    .build();

    private LineageJson() {}

    public static String of(Lineage lineage) {
        return write(lineage);
    }

    /**
     * @throws IllegalArgumentException it is none of ours
     */
    public static Lineage read(String json) {
        return parse(json, new TypeReference<>() {});
    }

    /** A question on its way to another process. */
    public static String of(Question question) {
        return write(question);
    }

    public static Question readQuestion(String json) {
        return parse(json, new TypeReference<>() {});
    }

    /** An answer on its way back. */
    public static String of(List<ActionFacts> facts) {
        return write(facts);
    }

    public static List<ActionFacts> readFacts(String json) {
        return parse(json, new TypeReference<>() {});
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory", e);
        }
    }

    static <T> T parse(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not lineage: " + e.getOriginalMessage(), e);
        }
    }
}
