package io.countersign.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.countersign.audit.chain.MalformedEntryException.Reason;
import io.countersign.schemas.AuditEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class EntryBytesAreTheSpecTest {
    private static final Path SPEC = Path.of("..", "docs", "spec", "entry.md");
    private final EntryCodec codec = new EntryCodec();

    @Test
    void theWorkedExampleOfTheSpecificationIsWhatTheCodecWrites() throws IOException {
        String spec = Files.readString(SPEC);
        byte[] leaf = hexAfter(spec, "leaf:");
        assertThat(HexFormat.of().formatHex(codec.leaf(SampleEntries.gap())))
                .as("a changed entry.avdl changes the example in docs/spec/entry.md")
                .isEqualTo(HexFormat.of().formatHex(leaf));
        assertThat(LeafHash.of(leaf).bytes()).isEqualTo(hexAfter(spec, "leaf hash:"));
        assertThat(codec.entry(leaf)).isEqualTo(SampleEntries.gap());
    }

    @Test
    void avrosOwnSingleObjectCodecWritesAndReadsTheSameBytes() throws IOException {
        BinaryMessageEncoder<AuditEntry> theirs =
                new BinaryMessageEncoder<>(new SpecificData(), AuditEntry.getClassSchema());
        BinaryMessageDecoder<GenericRecord> reader =
                new BinaryMessageDecoder<>(new GenericData(), AuditEntry.getClassSchema());
        for (AuditEntry entry : List.of(SampleEntries.gap(), SampleEntries.event())) {
            ByteBuffer expected = theirs.encode(entry);
            byte[] leaf = codec.leaf(entry);
            assertThat(ByteBuffer.wrap(leaf)).isEqualTo(expected);
            assertThat(reader.decode(leaf)).hasToString(entry.toString());
            assertThat(codec.entry(leaf)).isEqualTo(entry);
            assertThat(codec.canonical(leaf)).isTrue();
        }
    }

    @Test
    void aLeafIsTheHeaderAndTheBodyAndNothingElse() throws Exception {
        byte[] body = codec.body(SampleEntries.event());
        byte[] leaf = codec.leaf(SampleEntries.event());
        assertThat(EntryCodec.leaf(EntryCodec.FINGERPRINT, body)).isEqualTo(leaf);
        byte[] kafkaValue = new byte[5 + body.length];
        System.arraycopy(body, 0, kafkaValue, 5, body.length);
        assertThat(EntryCodec.leaf(EntryCodec.FINGERPRINT, kafkaValue, 5, body.length))
                .isEqualTo(leaf);
        assertThat(EntryCodec.fingerprint(leaf)).isEqualTo(EntryCodec.FINGERPRINT);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) 0);
        assertThat(LeafHash.of(leaf).bytes()).isEqualTo(sha256.digest(leaf));
        assertThat(LeafHash.of(EntryCodec.FINGERPRINT, body)).isEqualTo(LeafHash.of(leaf));
    }

    @Test
    void theHeadIsThatOfTheWholeEntry() {
        AuditEntry entry = SampleEntries.event();
        EntryHead head = EntryHead.of(codec.leaf(entry));
        assertThat(head)
                .isEqualTo(
                        new EntryHead(
                                entry.getKind(),
                                entry.getChain(),
                                entry.getSeq(),
                                entry.getPrev(),
                                entry.getIncarnation(),
                                entry.getTimeMillis()));
    }

    @Test
    void whatIsNoEntryIsRefusedWithItsReason() {
        byte[] leaf = codec.leaf(SampleEntries.gap());
        assertReason(Reason.BAD_MAGIC, new byte[0]);
        assertReason(Reason.BAD_MAGIC, Arrays.copyOf(leaf, 9));
        assertReason(Reason.BAD_MAGIC, flipped(leaf, 0));
        assertReason(Reason.BAD_MAGIC, flipped(leaf, 1));
        for (int i = 2; i < EntryCodec.HEADER_BYTES; i++) {
            assertReason(Reason.UNKNOWN_FINGERPRINT, flipped(leaf, i));
        }
        assertReason(Reason.TRAILING_BYTES, Arrays.copyOf(leaf, leaf.length + 1));
        for (int length = EntryCodec.HEADER_BYTES; length < leaf.length; length++) {
            assertReason(Reason.BAD_BODY, Arrays.copyOf(leaf, length));
        }
        assertReason(Reason.TOO_LARGE, Arrays.copyOf(leaf, EntryCodec.MAX_LEAF_BYTES + 1));
    }

    @Test
    void anElementCountThatLiesReservesNoMemory() {
        // The tally's input array claims 2^30 elements; a trusting reader reserves four gigabytes.
        AuditEntry empty = SampleEntries.gap();
        byte[] leaf = codec.leaf(empty);
        int unions = leaf.length - tail(leaf);
        byte[] lying = Arrays.copyOf(leaf, unions + 2 + 6);
        lying[unions] = 0; // event: null
        lying[unions + 1] = 2; // tally: there
        byte[] count = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08, 0};
        System.arraycopy(count, 0, lying, unions + 2, count.length);
        assertReason(Reason.BAD_BODY, lying);
    }

    @Test
    void damagedBytesNeverGiveAnythingButAnEntryOrARefusal() {
        Random random = new Random(20261126);
        byte[] leaf = codec.leaf(SampleEntries.event());
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = leaf.clone();
            for (int i = 0, n = 1 + random.nextInt(3); i < n; i++) {
                damaged[
                                EntryCodec.HEADER_BYTES
                                        + random.nextInt(leaf.length - EntryCodec.HEADER_BYTES)] =
                        (byte) random.nextInt(256);
            }
            try {
                codec.entry(damaged);
            } catch (MalformedEntryException _e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThat(codec.entry(leaf)).isEqualTo(SampleEntries.event());
    }

    @Test
    void anotherFormOfTheSameEntryIsNotCanonical() {
        byte[] leaf = codec.leaf(SampleEntries.gap());
        // An over-long zero for the seq of 7: 0E becomes 8E 00.
        int at = EntryCodec.HEADER_BYTES + 1 + 1 + "audit.entry.v1/3@1".length();
        assertThat(leaf[at]).isEqualTo((byte) 0x0E);
        byte[] longer = new byte[leaf.length + 1];
        System.arraycopy(leaf, 0, longer, 0, at);
        longer[at] = (byte) 0x8E;
        longer[at + 1] = 0;
        System.arraycopy(leaf, at + 1, longer, at + 2, leaf.length - at - 1);
        assertThat(codec.entry(longer)).isEqualTo(SampleEntries.gap());
        assertThat(codec.canonical(longer)).isFalse();
    }

    @Test
    void anEntryOfAnOlderSchemaIsReadWithThatSchema() throws IOException {
        Schema current = AuditEntry.getClassSchema();
        String older =
                current.toString().replace(",\"SCHEMA\",\"TIMESTAMP\",\"KEK\",\"DISPOSAL\"]", "]");
        Schema schema = new Schema.Parser().parse(older);
        long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        assertThat(fingerprint).isNotEqualTo(EntryCodec.FINGERPRINT);
        byte[] leaf = EntryCodec.leaf(fingerprint, codec.body(SampleEntries.event()));
        assertReason(Reason.UNKNOWN_FINGERPRINT, leaf);
        EntryCodec both = new EntryCodec(List.of(schema));
        assertThat(both.entry(leaf)).isEqualTo(SampleEntries.event());
        assertThat(both.canonical(leaf)).isFalse();
    }

    @Test
    void anEntryLargerThanABundleCanHoldIsRefusedAndTheCodecGoesOn() {
        AuditEntry entry = SampleEntries.gap();
        AuditEntry large = SampleEntries.gap();
        large.put("chain", "x".repeat(EntryCodec.MAX_LEAF_BYTES));
        assertThatThrownBy(() -> codec.leaf(large))
                .isInstanceOfSatisfying(
                        MalformedEntryException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
        assertThatThrownBy(() -> codec.leaf(new AuditEntry()))
                .isInstanceOfSatisfying(
                        MalformedEntryException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.MISSING_FIELD));
        assertThat(codec.entry(codec.leaf(entry))).isEqualTo(entry);
    }

    private void assertReason(Reason reason, byte[] leaf) {
        assertThat(catchThrowable(() -> codec.entry(leaf)))
                .isInstanceOfSatisfying(
                        MalformedEntryException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /// Bytes from the first optional sub-record on.
    private static int tail(byte[] leaf) {
        int head =
                EntryCodec.HEADER_BYTES + 1 + 1 + "audit.entry.v1/3@1".length() + 1 + 32 + 16 + 6;
        return leaf.length - head;
    }

    private static byte[] flipped(byte[] leaf, int at) {
        byte[] copy = leaf.clone();
        copy[at] ^= 1;
        return copy;
    }

    static byte[] hexAfter(String spec, String label) {
        Matcher matcher =
                Pattern.compile("(?m)^" + Pattern.quote(label) + "((?:\\s+[0-9a-f]{2,64})+)")
                        .matcher(spec);
        assertThat(matcher.find()).as(label).isTrue();
        return HexFormat.of().parseHex(matcher.group(1).replaceAll("\\s", ""));
    }
}
