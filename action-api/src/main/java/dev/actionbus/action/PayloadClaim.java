package dev.actionbus.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Stands for JSON that is too large for a record (Enterprise Integration Patterns: claim check):
 * {@code {"$claim":{"bytes":300000,"canonical":"<hex>","digest":"<hex>"}}}. The JSON itself lies in
 * a store, under its digest.
 *
 * @param digest SHA-256 of the JSON to the letter; lower-case hex
 * @param canonical SHA-256 of its RFC 8785 form, which says what it means; lower-case hex
 * @param bytes of the JSON to the letter
 */
public record PayloadClaim(String digest, String canonical, long bytes) {

    private static final String BEGIN = "{\"$claim\":";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final ObjectMapper JSON = new ObjectMapper();

    public PayloadClaim {
        if (!HEX.matcher(digest).matches() || !HEX.matcher(canonical).matches() || bytes < 1) {
            throw InvalidRequest.of("CLAIM_INVALID", "a claim has two SHA-256 digests and a size");
        }
    }

    /** Empty for JSON that is no claim, to the letter. */
    public static Optional<PayloadClaim> in(String json) {
        if (!json.startsWith(BEGIN)) {
            return Optional.empty();
        }
        try {
            JsonNode claim = JSON.readTree(json).path("$claim");
            return Optional.of(
                            new PayloadClaim(
                                    claim.path("digest").asText(),
                                    claim.path("canonical").asText(),
                                    claim.path("bytes").asLong()))
                    .filter(read -> read.json().equals(json));
        } catch (JsonProcessingException | InvalidRequest e) {
            return Optional.empty();
        }
    }

    public String json() {
        return BEGIN
                + "{\"bytes\":"
                + bytes
                + ",\"canonical\":\""
                + canonical
                + "\",\"digest\":\""
                + digest
                + "\"}}";
    }

    /** What the JSON means, whatever its letters are. */
    String meaning() {
        return BEGIN + "\"" + canonical + "\"}";
    }
}
