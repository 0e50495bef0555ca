package io.countersign.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.serde.UndecodableRecordException.Code;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/// Random and mutated bytes. The seed is fixed; a find becomes a test of its own beside these.
class AnyBytesGiveARecordOrTheDeclaredExceptionTest {
    private static final int ROUNDS = 20_000;
    private static final int MAX_BYTES = 300;

    private final Random random = new Random(20_261_126);
    private final Set<Code> seen = EnumSet.noneOf(Code.class);

    @Test
    void randomValues() {
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
        for (int i = 0; i < ROUNDS; i++) {
            byte[] value = bytes(random.nextInt(24));
            if (value.length > 0 && random.nextBoolean()) {
                value[0] = (byte) random.nextInt(3);
            }
            byte @org.jspecify.annotations.Nullable [] header =
                    random.nextInt(3) == 0 ? bytes(random.nextInt(20)) : null;
            if (header != null && header.length > 0) {
                header[0] = (byte) random.nextInt(3);
            }
            attempt(() -> decoder.framed(value, header));
        }
        assertThat(seen)
                .contains(Code.BAD_MAGIC, Code.BAD_HEADER, Code.TRUNCATED, Code.UNKNOWN_SCHEMA);
    }

    @Test
    void randomBodies() {
        bodies(AuditEntry.class);
        bodies(ControlRecord.class);
        bodies(Alert.class);
        bodies(EvidenceEnvelope.class);
        bodies(SignedPolicy.class);
        bodies(PolicyDocument.class);
        assertThat(seen).contains(Code.TRUNCATED, Code.MALFORMED_BODY, Code.TRAILING_BYTES);
    }

    @Test
    void mutatedBodies() {
        AvroEncoder<AuditEntry> encoder = new AvroEncoder<>(AuditEntry.class);
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
        List<byte[]> good =
                List.of(encoder.body(Samples.tally(5)), encoder.body(Samples.incident(6, "CODE")));
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = good.get(random.nextInt(good.size())).clone();
            for (int change = 0; change <= random.nextInt(3); change++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            byte[] changed =
                    random.nextInt(4) == 0
                            ? Arrays.copyOf(body, random.nextInt(body.length + 8))
                            : body;
            attempt(() -> decoder.body(changed));
        }
        assertThat(seen).contains(Code.TRUNCATED, Code.MALFORMED_BODY, Code.TRAILING_BYTES);
    }

    /// A schema other than the reader's goes through the library's resolution.
    @Test
    void mutatedBodiesOfAnotherVersion() {
        Schema writer = AuditEntry.getClassSchema();
        Schema plain =
                new org.apache.avro.SchemaParser().parse(PlainSchema.text(writer)).mainSchema();
        plain.addProp("differs", true);
        byte[] good = new AvroEncoder<>(AuditEntry.class).body(Samples.tally(5));
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = good.clone();
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            attempt(() -> decoder.body(plain, body, 0, body.length));
        }
    }

    /// Each of these few bytes asks for gigabytes.
    @Test
    void aLengthThatLiesReservesNothing() {
        // wrappedKey of an envelope: chain "", seq 0, kid "", then a length of Integer.MAX_VALUE -
        // 8.
        byte[] hugeBytes = {0, 0, 0, (byte) 0xEE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};
        AvroDecoder<EvidenceEnvelope> envelopes =
                new AvroDecoder<>(EvidenceEnvelope.class, BundledSchemas.get());
        assertThat(attempt(() -> envelopes.body(hugeBytes))).isEqualTo(Code.TRUNCATED);

        byte[] tally = new AvroEncoder<>(AuditEntry.class).body(Samples.tally(0));
        AvroDecoder<AuditEntry> entries = new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
        int itemCount =
                new String(tally, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("proxy.raw")
                        - 2;
        assertThat(tally[itemCount]).as("one tally").isEqualTo((byte) 2);
        byte[] hugeArray = Arrays.copyOf(tally, itemCount + 5);
        System.arraycopy(hugeBytes, 3, hugeArray, itemCount, 5);
        assertThat(attempt(() -> entries.body(hugeArray))).isEqualTo(Code.TRUNCATED);
    }

    private <T extends SpecificRecord> void bodies(Class<T> type) {
        AvroDecoder<T> decoder = new AvroDecoder<>(type, BundledSchemas.get());
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = bytes(random.nextInt(MAX_BYTES));
            if (random.nextBoolean()) {
                for (int at = 0; at < body.length; at++) {
                    body[at] &= 0x0F; // small numbers get further in
                }
            }
            attempt(() -> decoder.body(body));
        }
    }

    private @org.jspecify.annotations.Nullable Code attempt(Runnable decoding) {
        try {
            decoding.run();
            return null;
        } catch (UndecodableRecordException e) {
            seen.add(e.code());
            assertThat(e).hasNoCause();
            return e.code();
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
