package dev.actionbus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** No bytes can make the codec throw, and what it reads it writes again as the same record. */
final class RecordCodecPropertyTest {

    private final RecordCodec codec = new RecordCodec(new MemoryRegistry());

    @Provide
    Arbitrary<String> record() {
        return Arbitraries.of(Contract.SUBJECTS.stream().sorted().toList());
    }

    @Property(tries = 2_000)
    void anyBytesBehindAFrameAreDecodedOrNamed(
            @ForAll("record") String record, @ForAll @Size(max = 200) byte[] body) {
        byte[] frame = Arrays.copyOf(codec.encode(Samples.MINIMAL.of(record)), 5);
        byte[] bytes = ByteBuffer.allocate(5 + body.length).put(frame).put(body).array();
        assertAnswered(record, bytes);
    }

    @Property(tries = 2_000)
    void recordWithOneByteChangedIsDecodedOrNamed(
            @ForAll("record") String record,
            @ForAll Samples sample,
            @ForAll @IntRange(max = 1_000_000) int position,
            @ForAll byte put) {
        byte[] bytes = codec.encode(sample.of(record));
        bytes[5 + position % (bytes.length - 5)] = put;
        assertAnswered(record, bytes);
    }

    @Property(tries = 500)
    void bytesWithoutAFrameAreNamed(@ForAll @Size(max = 20) byte[] bytes) {
        assertThat(codec.decode(bytes, Contract.SUBJECTS)).isInstanceOf(Decoded.Unreadable.class);
    }

    private void assertAnswered(String record, byte[] bytes) {
        Decoded decoded = codec.decode(bytes, Set.of(record));
        if (decoded instanceof Decoded.Readable readable) {
            assertThat(codec.decode(codec.encode(readable.value()), Set.of(record)))
                    .isEqualTo(decoded);
        } else {
            assertThat(((Decoded.Unreadable) decoded).code()).matches("AVRO_[A-Z_]+");
        }
    }
}
