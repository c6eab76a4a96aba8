package dev.actionbus.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

final class BrokerSettingsTest {

    private static final Ports PORTS = new Ports(20_001, 20_002);

    @Test
    void everySettingIsOneTheBrokerKnowsAndAccepts() {
        Map<String, String> settings = settings(Durability.FLUSH);
        assertThat(
                        new KafkaConfig(settings, false)
                                .getInt("add.partitions.to.txn.retry.backoff.max.ms"))
                .isEqualTo(5);
        assertThat(KafkaConfig.configDef().names()).containsAll(settings.keySet());
    }

    @Test
    void flushingIsForEveryTopic() {
        assertThat(new KafkaConfig(settings(Durability.FLUSH), false).logFlushIntervalMessages())
                .isEqualTo(1);
        assertThat(new KafkaConfig(settings(Durability.OS), false).logFlushIntervalMessages())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whereThreadsWaitForTheDiskThereAreMoreOfThem() {
        assertThat(new KafkaConfig(settings(Durability.FLUSH), false).numIoThreads())
                .isGreaterThan(new KafkaConfig(settings(Durability.OS), false).numIoThreads());
    }

    @Test
    void nothingListensBeyondThisMachine() {
        assertThat(settings(Durability.OS))
                .containsEntry("listeners", "BUS://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002");
    }

    private static Map<String, String> settings(Durability durability) {
        return BrokerSettings.of(Path.of("logs"), PORTS, durability);
    }
}
