package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.audit.ActionFilter;
import dev.actionbus.audit.AsOf;
import dev.actionbus.audit.EventQuery;
import dev.actionbus.audit.Period;
import dev.actionbus.audit.app.LogQueries.Reply;
import dev.actionbus.audit.app.ReadTopic.Told;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.Intent;
import dev.actionbus.ledger.Samples;
import dev.actionbus.testkit.BusKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pages of events of a real ledger on a real broker, against the topic as it can be read. */
final class EventSearchIT {

    private static final int ACTIONS = 240;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ActionFilter ALL = ActionFilter.ALL;

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path data;
    private ProjectorRig rig;

    @BeforeEach
    void openRig() {
        rig = new ProjectorRig(kafka, data);
    }

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void everyFilterBringsWhatTheTopicHasOnceAndInOrder() throws Exception {
        try (Projector projector = rig.start("state")) {
            runActions(0, ACTIONS);
            LedgerLogs logs = rig.logs(projector, "state");
            ReadTopic topic = awaitFolded(logs);
            assertThat(topic.records()).hasSizeGreaterThan(2 * ACTIONS);

            assertFinds(logs, topic, ALL, _ -> true);
            assertFinds(logs, topic, filter("name", "fetch"), r -> r.isOf("fetch"));
            assertFinds(
                    logs,
                    topic,
                    filter("key", "k17"),
                    r -> r.has(request -> request.getIntent().getIdempotencyKey().equals("k17")));
            assertFinds(
                    logs,
                    topic,
                    filter("story", "story-3"),
                    r -> r.has(it -> it.getContext().getCorrelationId().equals("story-3")));
            assertFinds(
                    logs,
                    topic,
                    labels(Map.of("run", "2", "all", "yes")),
                    r ->
                            r.has(it ->
                                    it.getContext()
                                            .getLabels()
                                            .getOrDefault("run", "")
                                            .equals("2")));
            assertFinds(logs, topic, labels(Map.of("all", "yes")), Told::isOfAnAction);
            assertFinds(logs, topic, status(ActionStatus.FAILED), r -> topic.failed(r.key()));

            List<Told> completed =
                    topic.records().stream().filter(r -> r.isType("ActionCompleted")).toList();
            EventQuery types =
                    question(ALL, Set.of("ActionCompleted"), Period.EVER, Optional.empty());
            assertThat(pages(logs, types)).containsExactlyInAnyOrderElementsOf(places(completed));
        }
    }

    @Test
    void timesAndStatesOfTheLogCutItWhereTheyShould() throws Exception {
        try (Projector projector = rig.start("state")) {
            runActions(0, ACTIONS / 2);
            LedgerLogs logs = rig.logs(projector, "state");
            ReadTopic before = awaitFolded(logs);
            List<String> all = pages(logs, question(ALL, Set.of(), Period.EVER, Optional.empty()));
            Map<Integer, Long> ends = new HashMap<>();
            before.records().forEach(r -> ends.merge(r.partition(), r.offset() + 1, Math::max));
            AsOf then = new AsOf.Offsets(ends);
            runActions(ACTIONS / 2, ACTIONS);
            ReadTopic topic = awaitFolded(logs);

            assertThat(pages(logs, question(ALL, Set.of(), Period.EVER, Optional.of(then))))
                    .isEqualTo(all);
            Instant middle = topic.records().get(topic.records().size() / 2).time();
            assertThat(
                            pages(
                                    logs,
                                    question(
                                            ALL,
                                            Set.of(),
                                            Period.EVER,
                                            Optional.of(new AsOf.Time(middle)))))
                    .containsExactlyInAnyOrderElementsOf(
                            places(topic.such(r -> !r.time().isAfter(middle))));
            Period later = new Period(Optional.of(middle), Optional.empty());
            assertThat(pages(logs, question(ALL, Set.of(), later, Optional.empty())))
                    .containsExactlyInAnyOrderElementsOf(
                            places(topic.such(r -> !r.time().isBefore(middle))));
            Period earlier = new Period(Optional.empty(), Optional.of(middle));
            assertThat(
                            pages(
                                    logs,
                                    question(
                                            filter("name", "fetch"),
                                            Set.of(),
                                            earlier,
                                            Optional.empty())))
                    .containsExactlyInAnyOrderElementsOf(
                            places(topic.such(r -> r.time().isBefore(middle) && r.isOf("fetch"))));
        }
    }

    @Test
    void theLastCursorBringsWhatIsNew() throws Exception {
        try (Projector projector = rig.start("state")) {
            runActions(0, 20);
            LedgerLogs logs = rig.logs(projector, "state");
            ReadTopic before = awaitFolded(logs);
            EventQuery query =
                    question(labels(Map.of("all", "yes")), Set.of(), Period.EVER, Optional.empty());
            List<String> told = new ArrayList<>();
            EventQuery last = lastPage(logs, query, told);
            runActions(20, 40);
            ReadTopic after = awaitFolded(logs);

            List<String> news = new ArrayList<>();
            var unused = lastPage(logs, last, news);
            assertThat(told)
                    .containsExactlyInAnyOrderElementsOf(places(before.such(Told::isOfAnAction)));
            told.addAll(news);
            assertThat(told)
                    .containsExactlyInAnyOrderElementsOf(places(after.such(Told::isOfAnAction)));
        }
    }

    /** Requests, nonsense, reports and duplicates, in a jumble over both partitions. */
    private void runActions(int from, int to) {
        String requests = rig.topics().requests();
        List<ActionRequested> all =
                IntStream.range(from, to).mapToObj(EventSearchIT::request).toList();
        for (int i = 0; i < all.size(); i++) {
            rig.tell(requests, all.get(i).getActionId(), all.get(i));
            if (i % 20 == 3) {
                rig.tellNonsense(requests, all.get(i).getActionId());
            }
        }
        Set<String> ids =
                all.stream().map(ActionRequested::getActionId).collect(Collectors.toSet());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(read().such(r -> r.isType("ActionAccepted")))
                                .extracting(Told::key)
                                .containsAll(ids));
        for (int i = 0; i < all.size(); i++) {
            report(i, all.get(i));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(
                                        read().such(r ->
                                                r.isType("ActionCompleted")
                                                        || r.isType("ActionFailed")))
                                .extracting(Told::key)
                                .filteredOn(ids::contains)
                                .hasSameSizeAs(all));
    }

    private void report(int number, ActionRequested request) {
        String id = request.getActionId();
        rig.tell(rig.topics().reports(), id, Samples.started(id, 1, "e1"));
        rig.tell(
                rig.topics().reports(),
                id,
                number % 7 == 0
                        ? Samples.failed(id, 1, "e1", Samples.error("BAD_DATA", false))
                        : Samples.succeeded(id, 1, "e1", "{}"));
        if (number % 5 == 0) {
            rig.tell(rig.topics().requests(), id, request);
        }
    }

    private static ActionRequested request(int number) {
        Intent intent =
                new Intent("default", number % 3 == 0 ? "fetch" : "train", 1, "k" + number, null);
        String story = number % 4 == 0 ? Samples.id(intent) : "story-" + number / 10;
        return Samples.request(
                intent,
                Samples.context(story, Map.of("all", "yes", "run", String.valueOf(number % 30))));
    }

    private ReadTopic read() {
        return ReadTopic.of(kafka.readAll(rig.topics().events()), rig.codec());
    }

    /** The topic, when the view has all of it. */
    private ReadTopic awaitFolded(LedgerLogs logs) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            ReadTopic topic = read();
                            long folded = 0;
                            for (JsonNode log : logs(logs)) {
                                folded += log.path("size").asLong();
                            }
                            return Optional.of(topic).filter(ofSize(folded));
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Predicate<ReadTopic> ofSize(long records) {
        return topic -> topic.records().size() == records;
    }

    private static JsonNode logs(LedgerLogs logs) throws IOException {
        return ProjectorRig.json(logs.ask(new LogQuestion.Logs(), Reach.EVERYWHERE)).path("logs");
    }

    private static void assertFinds(
            LedgerLogs logs, ReadTopic topic, ActionFilter filter, Predicate<Told> wanted)
            throws IOException {
        List<Told> expected = topic.such(wanted);
        assertThat(expected).isNotEmpty();
        List<String> found = pages(logs, question(filter, Set.of(), Period.EVER, Optional.empty()));
        assertThat(found).containsExactlyInAnyOrderElementsOf(places(expected));
        for (int partition = 0; partition < ProjectorRig.HOMES; partition++) {
            String here = partition + ":";
            assertThat(found.stream().filter(it -> it.startsWith(here)))
                    .containsExactlyElementsOf(
                            places(expected).stream().filter(it -> it.startsWith(here)).toList());
        }
    }

    private static List<String> pages(LedgerLogs logs, EventQuery query) throws IOException {
        List<String> all = new ArrayList<>();
        var unused = lastPage(logs, query, all);
        return all;
    }

    /** Reads on until there is no more, and returns the question to go on with. */
    private static EventQuery lastPage(LedgerLogs logs, EventQuery query, List<String> into)
            throws IOException {
        EventQuery next = query;
        while (true) {
            JsonNode page = fresh(logs, new LogQuestion.Search(next));
            for (JsonNode event : page.path("events")) {
                into.add(event.path("partition").asText() + ":" + event.path("offset").asText());
            }
            next = next.after(page.path("cursor").asText());
            if (!page.path("more").asBoolean()) {
                return next;
            }
        }
    }

    /** Not of a part that is moving, nor of a copy that says it is behind. */
    private static JsonNode fresh(LedgerLogs logs, LogQuestion question) throws IOException {
        Reply reply =
                await().atMost(PATIENCE)
                        .until(
                                () -> logs.ask(question, Reach.EVERYWHERE),
                                it -> it.status() != 503 && !isStale(it));
        return ProjectorRig.json(reply);
    }

    private static boolean isStale(Reply reply) {
        return reply.freshness() instanceof Freshness.Stale
                || ProjectorRig.text(reply).contains("\"stale\":true");
    }

    private static List<String> places(List<Told> records) {
        return records.stream().map(r -> r.partition() + ":" + r.offset()).toList();
    }

    private static EventQuery question(
            ActionFilter filter, Set<String> types, Period period, Optional<AsOf> asOf) {
        return new EventQuery(filter, types, period, asOf, Optional.empty(), 37);
    }

    private static ActionFilter filter(String by, String value) {
        return new ActionFilter(
                Optional.of(value).filter(_ -> by.equals("name")),
                Optional.empty(),
                Optional.of(value).filter(_ -> by.equals("key")),
                Optional.of(value).filter(_ -> by.equals("story")),
                Map.of());
    }

    private static ActionFilter labels(Map<String, String> labels) {
        return new ActionFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), labels);
    }

    private static ActionFilter status(ActionStatus status) {
        return new ActionFilter(
                Optional.empty(),
                Optional.of(status),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
