package dev.actionbus.audit.app;

import dev.actionbus.action.IdempotencyKey;
import dev.actionbus.audit.ActionFilter;
import dev.actionbus.audit.ActionQuery;
import dev.actionbus.audit.AsOf;
import dev.actionbus.audit.Period;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What lists of actions and of events can be narrowed by, as it came in. */
public final class FilterParameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final Set<String> NAMES =
            Set.of(
                    "name",
                    "status",
                    "idempotencyKey",
                    "correlationId",
                    "label",
                    "from",
                    "to",
                    "order",
                    "limit",
                    "cursor",
                    "here");

    @QueryParam("name")
    public @Nullable String name;

    @QueryParam("status")
    public @Nullable String status;

    @QueryParam("idempotencyKey")
    public @Nullable String idempotencyKey;

    @QueryParam("correlationId")
    public @Nullable String correlationId;

    @QueryParam("label")
    public @Nullable List<String> labels;

    @QueryParam("from")
    public @Nullable String from;

    @QueryParam("to")
    public @Nullable String to;

    @QueryParam("order")
    public @Nullable String order;

    @QueryParam("limit")
    public @Nullable String limit;

    @QueryParam("cursor")
    public @Nullable String cursor;

    /** The names of these parameters, and some more. */
    static Set<String> and(String... more) {
        return Stream.concat(NAMES.stream(), Stream.of(more))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The names of these parameters but one, and some more. */
    static Set<String> without(String one, String... more) {
        return and(more).stream()
                .filter(name -> !name.equals(one))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Throws {@link BadParameter}, as the other methods do. */
    ActionFilter filter() {
        return new ActionFilter(
                read("name", "NAME_INVALID", ActionFilter.NAME_RULE, name, ActionFilter::name),
                read(
                                "status",
                                "STATUS_INVALID",
                                "no action stands so",
                                status,
                                ActionFilter::statuses)
                        .orElseGet(Set::of),
                read(
                        "idempotencyKey",
                        "IDEMPOTENCY_KEY_INVALID",
                        "a key is 1 to 255 visible ASCII characters",
                        idempotencyKey,
                        text -> new IdempotencyKey(text).value()),
                Optional.ofNullable(correlationId),
                BadParameter.read(
                        "label",
                        "LABEL_INVALID",
                        "label is NAME=VALUE, each name once",
                        this::labelsByName));
    }

    Period period() {
        Optional<Instant> begin = time("from", from);
        Optional<Instant> end = time("to", to);
        return BadParameter.read(
                "to", "TIME_INVALID", "to is not before from", () -> new Period(begin, end));
    }

    /** Of a list of actions. */
    ActionQuery actions() {
        ActionQuery first =
                new ActionQuery(
                        filter(),
                        period(),
                        Optional.empty(),
                        limit(),
                        read(
                                        "order",
                                        "ORDER_INVALID",
                                        "order is newest or oldest",
                                        order,
                                        ActionQuery.Order::parse)
                                .orElse(ActionQuery.Order.NEWEST_FIRST));
        return page(first, first::after);
    }

    int limit() {
        return read(
                        "limit",
                        "LIMIT_INVALID",
                        ActionQuery.LIMIT_RULE,
                        limit,
                        text -> ActionQuery.limit(Integer.parseInt(text)))
                .orElse(DEFAULT_LIMIT);
    }

    /** The next page of a question, or its first. */
    <T> T page(T first, Function<String, T> after) {
        return read(
                        "cursor",
                        "CURSOR_INVALID",
                        "a cursor is as it was handed out, for the same question",
                        cursor,
                        after)
                .orElse(first);
    }

    static Optional<AsOf> asOf(@Nullable String given) {
        return read("asOf", "TIME_INVALID", "asOf is " + AsOf.GRAMMAR, given, AsOf::parse);
    }

    private static Optional<Instant> time(String parameter, @Nullable String given) {
        return read(
                parameter,
                "TIME_INVALID",
                "a time is as in 2026-01-31T12:00:00Z",
                given,
                Instant::parse);
    }

    private Map<String, String> labelsByName() {
        Map<String, String> all = new HashMap<>();
        for (String label : labels == null ? List.<String>of() : labels) {
            int equals = label.indexOf('=');
            if (equals < 1
                    || all.put(label.substring(0, equals), label.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("not a label");
            }
        }
        return all;
    }

    private static <T> Optional<T> read(
            String parameter,
            String code,
            String rule,
            @Nullable String given,
            Function<String, T> reading) {
        return Optional.ofNullable(given)
                .map(text -> BadParameter.read(parameter, code, rule, () -> reading.apply(text)));
    }
}
