package dev.actionbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.bench.load.CannotMeasure;
import dev.actionbus.bench.load.TinyServer;
import dev.actionbus.bench.report.BenchReport;
import dev.actionbus.bench.report.BenchReport.Run;
import dev.actionbus.bench.report.Durability;
import dev.actionbus.bench.report.Figures;
import dev.actionbus.bench.report.Subject;
import dev.actionbus.testkit.BusKafka;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class BenchmarkIT {

    @RegisterExtension static final BusKafka KAFKA = BusKafka.inProcess();

    @TempDir Path work;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream steps = new ByteArrayOutputStream();

    @Test
    void aRunMeasuresEveryCaseAndPrintsIt() {
        BenchReport report = run((durability, data) -> toy());

        assertThat(report.wrong()).isEmpty();
        Run run = report.runs().getFirst();
        assertThat(run.bus().partitions()).isEqualTo(ToyBus.HOMES);
        assertThat(run.figures())
                .extracting(Figures::subject)
                .containsExactly(
                        Subject.BARE,
                        Subject.API,
                        Subject.HTTP,
                        Subject.BARE,
                        Subject.API,
                        Subject.HTTP,
                        Subject.HTTP_AGAIN,
                        Subject.API_AGAIN);
        assertThat(run.figures())
                .allSatisfy(it -> {
                    assertThat(it.samples()).hasSize(2);
                    assertThat(it.perSecond().max()).isPositive();
                    assertThat(it.p99Millis().max()).isPositive();
                });
        assertThat(report.targets()).hasSize(3);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("every answer was right");
        assertThat(steps.toString(StandardCharsets.UTF_8)).contains("os: repetition 2 of 2");
    }

    @Test
    void aBusThatAnswersWronglyIsNotMeasured() {
        assertThatThrownBy(() -> run((durability, data) -> refusing()))
                .isInstanceOf(CannotMeasure.class)
                .hasMessageContaining("HTTP status 500");
    }

    @Test
    void aBusElsewhereIsNotLoaded() {
        assertThatThrownBy(() -> run((durability, data) -> at(URI.create("http://192.0.2.1:80"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("192.0.2.1");
    }

    private BenchReport run(Launcher launcher) {
        BenchSettings.Pace pace =
                new BenchSettings.Pace(
                        Duration.ofMillis(400), Duration.ofMillis(400), 2, Duration.ofMinutes(2));
        BenchSettings settings =
                new BenchSettings(
                        List.of(Durability.OS),
                        List.of(1, 1024),
                        pace,
                        BenchSettings.Output.TABLE,
                        work);
        return Benchmark.run(settings, launcher, print(printed), print(steps));
    }

    private static BusUnderTest toy() {
        try {
            return new ToyBus(KAFKA.bootstrapServers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BusUnderTest refusing() {
        try {
            return at(new TinyServer(request -> TinyServer.http(500, "{}")).url());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A bus with another HTTP address. */
    private static BusUnderTest at(URI url) {
        BusUnderTest toy = toy();
        return new BusUnderTest() {
            @Override
            public String bootstrapServers() {
                return toy.bootstrapServers();
            }

            @Override
            public URI baseUrl() {
                return url;
            }

            @Override
            public URI schemaRegistryUrl() {
                return toy.schemaRegistryUrl();
            }

            @Override
            public ProcessHandle process() {
                return toy.process();
            }

            @Override
            public void close() {
                toy.close();
            }
        };
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
