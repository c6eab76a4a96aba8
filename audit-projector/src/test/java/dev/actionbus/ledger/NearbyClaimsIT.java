package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.event.AttemptStarted;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A claim becomes an attempt with the commit of its transaction, and with nothing else. */
final class NearbyClaimsIT {

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private final NearbyClaims claims = new NearbyClaims(NearbyExecutor.NOBODY);
    private final Topics topics = kafka.freshTopics(1);
    private final String id = "ledger-" + UUID.randomUUID();
    private final List<String> fates = new ArrayList<>();
    private Producer<byte[], byte[]> producer;

    @BeforeEach
    void begin() {
        producer = ledgersProducer();
        producer.initTransactions();
        producer.beginTransaction();
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void i5_anAttemptBeginsWhenItsClaimIsCommittedAndNotBefore() {
        claims.carry(new Claim("a"), this::write);
        claims.carry(new Claim("b"), this::write);
        assertThat(fates).isEmpty();

        producer.commitTransaction();

        assertThat(fates).containsExactly("a runs", "b runs");
    }

    @Test
    void anAbortedClaimIsDroppedAndTheNextTransactionKnowsNothingOfIt() {
        claims.carry(new Claim("a"), this::write);
        producer.abortTransaction();
        assertThat(fates).containsExactly("a dropped");

        producer.beginTransaction();
        claims.carry(new Claim("b"), this::write);
        producer.commitTransaction();

        assertThat(fates).containsExactly("a dropped", "b runs");
    }

    @Test
    void theClaimOfALedgerThatHasBeenReplacedIsDropped() {
        claims.carry(new Claim("a"), this::write);
        try (Producer<byte[], byte[]> successor = ledgersProducer()) {
            successor.initTransactions();

            assertThatThrownBy(() -> producer.commitTransaction())
                    .isInstanceOf(KafkaException.class);
        }
        assertThat(fates).containsExactly("a dropped");
    }

    @Test
    void aProducerThatClosesDropsWhatIsOpen() {
        claims.carry(new Claim("a"), this::write);

        producer.close();

        assertThat(fates).containsExactly("a dropped");
    }

    @Test
    void aClaimThatCouldNotBeWrittenIsInNoTransaction() {
        assertThatThrownBy(() ->
                        claims.carry(
                                new Claim("a"),
                                () -> {
                                    throw new IllegalStateException("the store is gone");
                                }))
                .isInstanceOf(IllegalStateException.class);
        write();
        producer.commitTransaction();

        assertThat(fates).containsExactly("a dropped");
    }

    /** A flush does not wait, so the commit has to find out. */
    @Test
    void aClaimIsDroppedWhenARecordBesideItIsRefused() throws Exception {
        limitRecords(topics.deadLetters());
        claims.carry(new Claim("a"), this::write);
        var unused = producer.send(new ProducerRecord<>(topics.deadLetters(), new byte[10_000]));

        producer.flush();

        assertThatThrownBy(() -> producer.commitTransaction()).isInstanceOf(KafkaException.class);
        assertThat(fates).containsExactly("a dropped");
    }

    private static void limitRecords(String topic) throws Exception {
        ConfigEntry limit = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1000");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                    List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private Producer<byte[], byte[]> ledgersProducer() {
        return claims.clients()
                .getProducer(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "transactional.id",
                                id));
    }

    private void write() {
        var unused = producer.send(new ProducerRecord<>(topics.events(), new byte[] {1}));
    }

    private final class Claim implements NearbyExecutor.Claim {

        private final String name;

        Claim(String name) {
            this.name = name;
        }

        @Override
        public AttemptStarted start() {
            return Samples.started(name, 1, "beside");
        }

        @Override
        public void committed() {
            fates.add(name + " runs");
        }

        @Override
        public void dropped() {
            fates.add(name + " dropped");
        }
    }
}
