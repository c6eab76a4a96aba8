package dev.actionbus.action;

import java.util.List;
import java.util.Optional;

/**
 * A request that an action be done. Made with {@link #named}.
 *
 * @param identity what makes two requests the same action
 * @param params a JSON object as text, kept to the letter; at most 1 MiB, 64 levels
 * @param handling how the handler may be called; empty: as the handler declares
 * @param timing when it may begin and must have ended
 * @param turn whose turn it is where actions wait for each other
 * @param origin who asked and why
 * @param data data sets it says it reads and makes
 */
public record ActionRequest(
        Identity identity,
        String params,
        Handling handling,
        Timing timing,
        Turn turn,
        Origin origin,
        Data data) {

    public ActionRequest {
        Fingerprint.requireCanonical(params);
        if (turn.lane().isPresent() && !turn.lane().equals(identity.partitionKey())) {
            throw InvalidRequest.of("LANE_INVALID", "a lane is the partition key as well");
        }
    }

    /**
     * How the handler may be called.
     *
     * @param mode empty: as the handler declares
     * @param retry empty: as the handler declares
     * @param definition the workflow that the bus carries out as this action, a snapshot as JSON;
     *     empty: a handler performs it
     */
    public record Handling(
            Optional<Mode> mode, Optional<RetryPolicy> retry, Optional<String> definition) {
        public static final Handling AS_DECLARED = new Handling(Optional.empty(), Optional.empty());

        /** By a handler. */
        public Handling(Optional<Mode> mode, Optional<RetryPolicy> retry) {
            this(mode, retry, Optional.empty());
        }

        public Handling {
            if (mode.equals(Optional.of(Mode.ONCE))
                    && retry.isPresent()
                    && retry.get().maxAttempts() > 1) {
                throw InvalidRequest.of("RETRY_INVALID", "mode once allows one attempt");
            }
        }
    }

    /**
     * Declared data sets.
     *
     * @param inputs read
     * @param outputs made
     */
    public record Data(List<DataRef> inputs, List<DataRef> outputs) {
        public static final Data NONE = new Data(List.of(), List.of());

        public Data {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    public ActionId id() {
        return ActionId.of(identity);
    }

    /** The same request with its params in another form. */
    public ActionRequest withParams(String other) {
        return new ActionRequest(identity, other, handling, timing, turn, origin, data);
    }

    /** The same request at another time. */
    public ActionRequest withTiming(Timing other) {
        return new ActionRequest(identity, params, handling, other, turn, origin, data);
    }

    /** The same request of another origin. */
    public ActionRequest withOrigin(Origin other) {
        return new ActionRequest(identity, params, handling, timing, turn, other, data);
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Collects the parts of a request; everything but the name has a default. */
    public static final class Builder {
        private final String name;
        private String tenant = Identity.DEFAULT_TENANT;
        private int version = 1;
        private String params = "{}";
        private Optional<IdempotencyKey> key = Optional.empty();
        private Optional<String> partitionKey = Optional.empty();
        private Handling handling = Handling.AS_DECLARED;
        private Timing timing = Timing.NONE;
        private Turn turn = Turn.FREE;
        private Origin origin = Origin.ANONYMOUS;
        private Data data = Data.NONE;

        private Builder(String name) {
            this.name = name;
        }

        public Builder tenant(String value) {
            tenant = value;
            return this;
        }

        public Builder version(int value) {
            version = value;
            return this;
        }

        /** A JSON object. */
        public Builder params(String json) {
            params = json;
            return this;
        }

        /** Default: {@link IdempotencyKey#random()}. */
        public Builder key(String value) {
            key = Optional.of(new IdempotencyKey(value));
            return this;
        }

        /** The key is made of name, version and params. */
        public Builder contentKey() {
            key = Optional.of(IdempotencyKey.ofContent(name, version, params));
            return this;
        }

        public Builder partitionKey(String value) {
            partitionKey = Optional.of(value);
            return this;
        }

        public Builder timing(Timing value) {
            timing = value;
            return this;
        }

        /** A lane is the partition key as well, unless another one is given, which is refused. */
        public Builder turn(Turn value) {
            turn = value;
            return this;
        }

        public Builder handling(Handling value) {
            handling = value;
            return this;
        }

        public Builder origin(Origin value) {
            origin = value;
            return this;
        }

        public Builder data(Data value) {
            data = value;
            return this;
        }

        public ActionRequest build() {
            IdempotencyKey chosen = key.orElseGet(IdempotencyKey::random);
            Identity identity =
                    new Identity(tenant, name, version, chosen, partitionKey.or(turn::lane));
            return new ActionRequest(identity, params, handling, timing, turn, origin, data);
        }
    }
}
