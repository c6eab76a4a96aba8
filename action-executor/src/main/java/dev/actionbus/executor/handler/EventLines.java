package dev.actionbus.executor.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.DataRef;
import dev.actionbus.action.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process says while it runs: JSON objects, one a line, with {@code progress}, {@code
 * checkpoint}, {@code output} and {@code message}. A line that is anything else is counted and left
 * out, never an error of the attempt; the first few are logged.
 */
final class EventLines implements EventFile.Lines {

    private static final Logger LOG = LoggerFactory.getLogger(EventLines.class);
    private static final int LOGGED = 3;
    private static final Set<String> KEYS = Set.of("progress", "checkpoint", "output", "message");
    private static final Set<String> PARTS = Set.of("namespace", "name", "version", "digest");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final String id;
    private final Progress progress;
    private final Secrets secrets;
    private int bad;

    EventLines(Attempt attempt, Secrets secrets) {
        this.id = attempt.actionId().toString();
        this.progress = attempt.progress();
        this.secrets = secrets;
    }

    @Override
    public void line(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (!text.isBlank()) {
                tell(JSON.readTree(text));
            }
        } catch (CharacterCodingException e) {
            refuse("not UTF-8");
        } catch (JsonProcessingException e) {
            refuse("not one JSON value");
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void tooLong() {
        refuse("longer than " + EventFile.LONGEST_LINE + " bytes");
    }

    @Override
    public void tooMany() {
        LOG.warn("{} events: after {} bytes the rest is not read", id, EventFile.MOST_BYTES);
    }

    /** Lines that were left out. */
    int bad() {
        return bad;
    }

    void logBad() {
        if (bad > LOGGED) {
            LOG.warn("{} events: {} lines were left out", id, bad);
        }
    }

    private void tell(JsonNode event) {
        check(event.isObject() && !event.isEmpty(), "an event is an object with a key");
        event.fieldNames()
                .forEachRemaining(key -> check(KEYS.contains(key), "known keys are " + KEYS));
        JsonNode share = event.get("progress");
        JsonNode output = event.get("output");
        JsonNode message = event.get("message");
        check(share == null || isShare(share), "progress is a number, 0 to 1");
        check(message == null || message.isTextual(), "message is text");
        Optional<DataRef> made = Optional.ofNullable(output).map(this::dataSet);
        Optional<String> checkpoint =
                Optional.ofNullable(event.get("checkpoint")).map(JsonNode::toString);
        checkpoint.ifPresent(this::checkDisclosed);
        if (share != null) {
            progress.done(share.doubleValue());
        }
        checkpoint.ifPresent(progress::checkpoint);
        made.ifPresent(progress::made);
        if (message != null) {
            progress.say(secrets.hiddenIn(message.textValue()));
        }
    }

    private static boolean isShare(JsonNode number) {
        return number.isNumber() && number.doubleValue() >= 0 && number.doubleValue() <= 1;
    }

    private DataRef dataSet(JsonNode output) {
        check(output.isObject(), "output is an object");
        checkDisclosed(output.toString());
        output.fieldNames()
                .forEachRemaining(key -> check(PARTS.contains(key), "a data set has " + PARTS));
        return new DataRef(
                part(output, "namespace").orElseThrow(EventLines::incomplete),
                part(output, "name").orElseThrow(EventLines::incomplete),
                part(output, "version"),
                part(output, "digest"));
    }

    private static Optional<String> part(JsonNode output, String name) {
        JsonNode value = output.get(name);
        check(value == null || value.isTextual(), name + " of a data set is text");
        return Optional.ofNullable(value).map(JsonNode::textValue);
    }

    private static IllegalArgumentException incomplete() {
        return new IllegalArgumentException("a data set has a namespace and a name");
    }

    private void checkDisclosed(String json) {
        check(!secrets.appearIn(json), "it holds a secret of the handler");
    }

    private void refuse(String why) {
        bad++;
        if (bad <= LOGGED) {
            LOG.warn("{} events: a line is left out: {}", id, why);
        }
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
