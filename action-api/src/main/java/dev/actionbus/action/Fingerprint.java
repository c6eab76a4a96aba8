package dev.actionbus.action;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The digest of what an action is to do: SHA-256 over the RFC 8785 canonical JSON of {@code {name,
 * params, version}}. Never over Avro bytes. Of params that are a {@link PayloadClaim} the canonical
 * digest stands for them, so that their letters do not matter there either.
 *
 * <p>RFC 8785 speaks of I-JSON (RFC 7493): a number that an IEEE double can not hold exactly enough
 * would give two different params one fingerprint, so it is refused; such numbers travel as
 * strings.
 */
public final class Fingerprint {

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
    private static final int MAX_PARAMS = 1 << 20;

    private static final JsonFactory STRICT =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(64)
                                    .maxStringLength(256 * 1024)
                                    .maxNumberLength(100)
                                    .maxNameLength(256)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private Fingerprint() {}

    /** Lower-case hex, 64 characters. */
    public static String of(String name, int version, String params) {
        return of(name, version, params, Optional.empty());
    }

    /**
     * The fingerprint of what is done by a definition as well, if there is one: {@code {definition,
     * name, params, version}}, the definition as a JSON object.
     */
    public static String of(String name, int version, String params, Optional<String> definition) {
        requireCanonical(params);
        String meant = PayloadClaim.in(params).map(PayloadClaim::meaning).orElse(params);
        return Digests.sha256Hex(
                canonical(
                        "{\"name\":\""
                                + name
                                + "\",\"params\":"
                                + meant
                                + ",\"version\":"
                                + version
                                + definition.map(it -> ",\"definition\":" + it).orElse("")
                                + "}"));
    }

    /** The RFC 8785 form of JSON, in UTF-8. */
    public static byte[] canonical(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedUTF8();
        } catch (IOException e) {
            throw InvalidRequest.of("PARAMS_INVALID", "params can not be put in canonical form");
        }
    }

    /** Throws {@link InvalidRequest} unless the params are a JSON object with a canonical form. */
    public static void requireCanonical(String params) {
        if (params.length() > MAX_PARAMS) {
            throw InvalidRequest.of("PARAMS_TOO_LARGE", "params have at most 1 MiB");
        }
        requireUnicode(params);
        try (JsonParser parser = STRICT.createParser(params)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw InvalidRequest.of("PARAMS_NOT_OBJECT", "params are a JSON object");
            }
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    throw InvalidRequest.of("JSON_SYNTAX", "params end too early");
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                requireExact(parser, token);
            }
            if (parser.nextToken() != null) {
                throw InvalidRequest.of("JSON_SYNTAX", "params are one JSON object");
            }
        } catch (StreamConstraintsException e) {
            throw InvalidRequest.of("JSON_LIMIT", "params exceed a limit: " + firstLine(e));
        } catch (JsonProcessingException e) {
            throw InvalidRequest.of("JSON_SYNTAX", "params are not JSON: " + firstLine(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading a string", e);
        }
    }

    private static void requireExact(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_NUMBER_INT -> {
                boolean exact =
                        parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                                && parser.getLongValue() <= MAX_SAFE_INTEGER
                                && parser.getLongValue() >= -MAX_SAFE_INTEGER;
                if (!exact) {
                    throw InvalidRequest.of(
                            "NUMBER_OUT_OF_RANGE",
                            "an integer beyond 2^53 has no exact form; send it as a string");
                }
            }
            case VALUE_NUMBER_FLOAT -> {
                if (!Double.isFinite(parser.getDoubleValue())) {
                    throw InvalidRequest.of("NUMBER_OUT_OF_RANGE", "a number is too large");
                }
            }
            case VALUE_STRING, FIELD_NAME -> requireUnicode(parser.getText());
            default -> {
                // structure and literals are exact
            }
        }
    }

    private static void requireUnicode(String text) {
        if (!Unicode.isWhole(text)) {
            throw InvalidRequest.of("ENCODING", "params contain a lone surrogate");
        }
    }

    private static String firstLine(JsonProcessingException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("");
        String cause = message.length() > 120 ? message.substring(0, 120) : message;
        JsonLocation location = e.getLocation(); // a limit that was hit has none
        if (location == null) {
            return cause;
        }
        return cause + " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
