package dev.actionbus.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of the CloudEvents Kafka protocol binding, binary content mode (CloudEvents 1.0.2).
 */
public final class CloudEvents {

    private static final byte[] SPEC_VERSION = utf8("1.0");
    private static final byte[] AVRO = utf8("application/avro");
    private static final Map<String, String> PAST_TENSE_SUBJECTS =
            Map.of("Action", "action", "Attempt", "attempt");

    private static final Map<Class<?>, byte[]> TYPES = new ConcurrentHashMap<>();

    private CloudEvents() {}

    /**
     * @param id unique within the source
     * @param source who says it, a URI reference
     * @param subject the action id
     */
    public static Headers headers(
            SpecificRecord record, String id, String source, String subject, Instant time) {
        return new RecordHeaders()
                .add("ce_specversion", SPEC_VERSION)
                .add("ce_id", utf8(id))
                .add("ce_type", TYPES.computeIfAbsent(record.getClass(), CloudEvents::typeBytes))
                .add("ce_source", utf8(source))
                .add("ce_subject", utf8(subject))
                .add("ce_time", utf8(time.toString()))
                .add("content-type", AVRO);
    }

    /** What a record says as its id; empty: it is no event. */
    public static Optional<String> id(Headers headers) {
        return Optional.ofNullable(headers.lastHeader("ce_id"))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }

    /** {@code ActionCompleted} is {@code do.action.completed.v1}. */
    public static String type(String recordName) {
        for (Map.Entry<String, String> subject : PAST_TENSE_SUBJECTS.entrySet()) {
            if (recordName.startsWith(subject.getKey())) {
                String verb = recordName.substring(subject.getKey().length());
                return "do." + subject.getValue() + "." + kebab(verb) + ".v1";
            }
        }
        return "do.action." + kebab(recordName) + ".v1";
    }

    private static byte[] typeBytes(Class<?> record) {
        return utf8(type(record.getSimpleName()));
    }

    private static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
