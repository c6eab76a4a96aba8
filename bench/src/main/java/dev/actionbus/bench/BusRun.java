package dev.actionbus.bench;

import dev.actionbus.bench.load.ApiLoad;
import dev.actionbus.bench.load.BareLoad;
import dev.actionbus.bench.load.CannotMeasure;
import dev.actionbus.bench.load.HttpLoad;
import dev.actionbus.bench.load.Job;
import dev.actionbus.bench.load.Load;
import dev.actionbus.bench.load.Round;
import dev.actionbus.bench.report.BenchReport.Run;
import dev.actionbus.bench.report.Durability;
import dev.actionbus.bench.report.Figures;
import dev.actionbus.bench.report.Sample;
import dev.actionbus.bench.report.Subject;
import dev.actionbus.client.BusConfig;
import dev.actionbus.wire.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Everything that is measured on one bus. */
final class BusRun implements AutoCloseable {

    private static final int KEPT_FINISHED = 100_000;
    private static final int HTTP_AGAIN_IN_FLIGHT = 256;
    private static final int API_AGAIN_IN_FLIGHT = 1024;
    private static final Duration WARM_SLICE = Duration.ofMillis(700);

    /**
     * One row of the table.
     *
     * @param subject what
     * @param inFlight W
     */
    private record Case(Subject subject, int inFlight) {}

    private final BusUnderTest bus;
    private final BenchSettings settings;
    private final Progress progress;
    private final EventLog eventLog;
    private final BareLoad bare;
    private final Load api;
    private final Load http;
    private final CpuMeter cpu;
    private final AtomicLong jobs = new AtomicLong();
    private final Map<Subject, Deque<Long>> finished = new LinkedHashMap<>();
    private final Map<String, Integer> wrong = new TreeMap<>();

    private BusRun(BusUnderTest bus, BenchSettings settings, Progress progress) {
        this.bus = bus;
        this.settings = settings;
        this.progress = progress;
        Job job = new Job(UUID.randomUUID().toString().substring(0, 8));
        eventLog = EventLog.of(bus.bootstrapServers(), Topics.DEFAULT);
        api =
                ApiLoad.connect(
                        BusConfig.of(
                                Map.of(
                                        "bootstrap.servers", bus.bootstrapServers(),
                                        "schema.registry.url", bus.schemaRegistryUrl().toString())),
                        job);
        http = HttpLoad.to(bus.baseUrl(), job);
        bare = BareLoad.start(bus.bootstrapServers(), Topics.DEFAULT.events(), job);
        cpu = new CpuMeter(bus.process(), bare.process());
    }

    static BusRun on(BusUnderTest bus, BenchSettings settings, Progress progress) {
        Loopback.require(bus.bootstrapServers(), bus.baseUrl(), bus.schemaRegistryUrl());
        return new BusRun(bus, settings, progress);
    }

    /**
     * Warms up and measures.
     *
     * @param until no new repetition begins after this time of the whole run, but the first of each
     */
    Run measure(Durability durability, Duration until) {
        List<Case> cases = cases();
        warmUp(durability, cases);
        Map<Case, List<Sample>> samples = new LinkedHashMap<>();
        int repetitions = settings.pace().repetitions();
        Duration longest = Duration.ZERO;
        for (int i = 1; i <= repetitions; i++) {
            Duration began = progress.elapsed();
            if (i > 1 && began.plus(longest).compareTo(until) > 0) {
                progress.step(
                        "%s: out of time after %d of %d repetitions",
                        durability.flag(), i - 1, repetitions);
                break;
            }
            progress.step("%s: repetition %d of %d", durability.flag(), i, repetitions);
            for (Case each : cases) {
                samples.computeIfAbsent(each, it -> new ArrayList<>())
                        .add(sample(each, settings.pace().repetition()));
            }
            Duration took = progress.elapsed().minus(began);
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        List<Figures> figures =
                samples.entrySet().stream()
                        .map(it ->
                                new Figures(
                                        it.getKey().subject(),
                                        it.getKey().inFlight(),
                                        it.getValue()))
                        .sorted(Comparator.comparing(it -> it.subject().again()))
                        .toList();
        return new Run(durability, eventLog.asBus(bus.process()), figures, wrong);
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int inFlight : settings.inFlight()) {
            cases.add(new Case(Subject.BARE, inFlight));
            cases.add(new Case(Subject.API, inFlight));
            cases.add(new Case(Subject.HTTP, inFlight));
        }
        cases.add(new Case(Subject.HTTP_AGAIN, HTTP_AGAIN_IN_FLIGHT));
        cases.add(new Case(Subject.API_AGAIN, API_AGAIN_IN_FLIGHT));
        return cases;
    }

    /** The cases in turn, the largest first: a repeated key needs a finished action. */
    private void warmUp(Durability durability, List<Case> cases) {
        Duration length = settings.pace().warmUp();
        progress.step("%s: warming up for %d s", durability.flag(), length.toSeconds());
        Duration end = progress.elapsed().plus(length);
        int largest = settings.inFlight().stream().mapToInt(it -> it).max().orElseThrow();
        sample(new Case(Subject.API, largest), WARM_SLICE);
        sample(new Case(Subject.HTTP, largest), WARM_SLICE);
        for (int i = 0; progress.elapsed().compareTo(end) < 0; i++) {
            sample(cases.get(cases.size() - 1 - i % cases.size()), WARM_SLICE);
        }
    }

    private Sample sample(Case each, Duration length) {
        Round round = round(each, length);
        CpuMeter.Reading before = cpu.read();
        try {
            load(each.subject()).drive(round);
        } catch (CannotMeasure e) {
            throw failed(each, e.getMessage(), e);
        }
        CpuMeter.Reading used = cpu.read().since(before);
        round.wrong().forEach((what, n) -> wrong.merge(what, n, Integer::sum));
        if (round.hopeless() || round.answers() == 0) {
            throw failed(each, "no right answers: " + round.wrong(), null);
        }
        keepFinished(each.subject(), round.finished());
        double cpuSeconds = used.bus() + (each.subject() == Subject.BARE ? used.chain() : 0);
        Sample sample =
                new Sample(
                        round.perSecond(),
                        round.millis(50),
                        round.millis(99),
                        1e3 * cpuSeconds / round.answers(),
                        used.others(Runtime.getRuntime().availableProcessors()));
        progress.step(
                "  %-20s W=%-5d %,9.0f/s  p50 %.1f ms%s",
                each.subject().title(),
                each.inFlight(),
                sample.perSecond(),
                sample.p50Millis(),
                sample.noisy() ? "  ~" : "");
        return sample;
    }

    private static CannotMeasure failed(
            Case each, @Nullable String why, @Nullable Throwable cause) {
        String what = each.subject().title() + ", W=" + each.inFlight();
        return new CannotMeasure(what + ": " + why, cause);
    }

    private Round round(Case each, Duration length) {
        return each.subject().again()
                ? new Round(each.inFlight(), length, Round.Keys.FINISHED, inTurn(each.subject()))
                : new Round(each.inFlight(), length, Round.Keys.NEW, jobs::incrementAndGet);
    }

    private Load load(Subject subject) {
        return switch (subject) {
            case BARE -> bare;
            case API, API_AGAIN -> api;
            case HTTP, HTTP_AGAIN -> http;
        };
    }

    private LongSupplier inTurn(Subject subject) {
        List<Long> keys =
                List.copyOf(
                        finished.getOrDefault(
                                subject == Subject.API_AGAIN ? Subject.API : Subject.HTTP,
                                new ArrayDeque<>()));
        AtomicLong next = new AtomicLong();
        return () -> keys.get((int) (next.getAndIncrement() % keys.size()));
    }

    /** The latest: what the bus has not in its caches any more would be another benchmark. */
    private void keepFinished(Subject subject, List<Long> more) {
        if (subject.again()) {
            return;
        }
        Deque<Long> kept = finished.computeIfAbsent(subject, it -> new ArrayDeque<>());
        kept.addAll(more);
        while (kept.size() > KEPT_FINISHED) {
            kept.removeFirst();
        }
    }

    @Override
    public void close() {
        try (bare;
                http;
                api) {
            progress.step("stopping");
        }
    }
}
