package dev.actionbus.audit.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.VerifierKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That records of an action are in a log, in one file that needs no bus to be checked. As text one
 * JSON object, format {@code actionbus-proof/1}; docs/VERIFY.md describes it.
 *
 * @param actionId whose records
 * @param note vouches for the tree
 * @param keys that the note may be signed with, for those who trust the file's sender
 * @param records in the order of the log
 */
public record ProofFile(
        String actionId, SignedNote note, List<VerifierKey> keys, List<Proven> records) {

    static final String FORMAT = "actionbus-proof/1";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A record, and its way to the root.
     *
     * @param record its offset is told, not proven
     * @param path from the leaf upwards (RFC 6962, 2.1.1)
     */
    public record Proven(LogRecord record, List<Hash> path) {}

    /** As a line of JSON. */
    public String json() {
        ObjectNode all = JSON.createObjectNode();
        all.put("format", FORMAT).put("actionId", actionId).put("checkpoint", note.format());
        ArrayNode texts = all.putArray("keys");
        keys.forEach(it -> texts.add(it.text()));
        ArrayNode list = all.putArray("records");
        for (Proven proven : records) {
            ObjectNode one = list.addObject();
            one.put("ordinal", proven.record().ordinal()).put("offset", proven.record().offset());
            one.put("key", proven.record().key()).put("value", proven.record().value());
            ArrayNode path = one.putArray("proof");
            proven.path().forEach(it -> path.add(it.base64()));
        }
        return all + "\n";
    }

    /**
     * @throws IllegalArgumentException not such a file; says why
     */
    public static ProofFile parse(String json) {
        try {
            JsonNode all = JSON.readTree(json);
            if (!all.path("format").asText().equals(FORMAT)) {
                throw new IllegalArgumentException("its format is not " + FORMAT);
            }
            List<VerifierKey> keys = new ArrayList<>();
            all.path("keys").forEach(it -> keys.add(VerifierKey.parse(it.asText())));
            List<Proven> records = new ArrayList<>();
            for (JsonNode one : all.path("records")) {
                List<Hash> path = new ArrayList<>();
                one.path("proof").forEach(it -> path.add(Hash.ofBase64(it.asText())));
                records.add(new Proven(record(one), path));
            }
            return new ProofFile(
                    all.path("actionId").asText(),
                    SignedNote.parse(all.path("checkpoint").asText()),
                    keys,
                    records);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static LogRecord record(JsonNode one) {
        JsonNode ordinal = one.path("ordinal");
        if (!ordinal.isIntegralNumber()) {
            throw new IllegalArgumentException("a record has no ordinal");
        }
        return new LogRecord(
                ordinal.asLong(),
                one.path("offset").asLong(-1),
                bytes(one.path("key")),
                bytes(one.path("value")));
    }

    private static byte @Nullable [] bytes(JsonNode base64) {
        if (base64.isMissingNode()) {
            throw new IllegalArgumentException("a record has no key or no value");
        }
        return base64.isNull() ? null : Base64.getDecoder().decode(base64.asText());
    }
}
