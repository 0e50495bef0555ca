package io.countersign.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

/// Decoding a leaf says of its spelling what encoding it again and comparing says.
class SpellingShowsWhileDecodingTest {
    private static final int ROUNDS = 20_000;

    @Test
    void whateverIsChangedBothSayTheSame() {
        EntryCodec codec = new EntryCodec();
        Random random = new Random(20261126);
        int canonical = 0;
        int other = 0;
        for (AuditEntry sample : List.of(SampleEntries.gap(), SampleEntries.event())) {
            byte[] good = codec.leaf(sample);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] leaf = changed(good, random);
                boolean shown;
                try {
                    codec.entry(leaf);
                    shown = codec.wasCanonical();
                } catch (MalformedEntryException _noEntry) {
                    // What does not decode is refused before anybody asks for its spelling.
                    continue;
                }
                assertThat(shown).as("round %d", round).isEqualTo(codec.canonical(leaf));
                if (shown) {
                    canonical++;
                } else {
                    other++;
                }
            }
        }
        assertThat(canonical).isGreaterThan(ROUNDS / 20);
        assertThat(other).isGreaterThan(ROUNDS / 200);
    }

    /// Avro may write an array in blocks that state their size, and in several of them.
    @Test
    void arraysInBlocksWithASizeAreAnotherSpelling() throws IOException {
        AuditEntry event = SampleEntries.event();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        BinaryEncoder blocks = EncoderFactory.get().blockingBinaryEncoder(body, null);
        new SpecificDatumWriter<>(AuditEntry.class).write(event, blocks);
        blocks.flush();
        byte[] leaf = EntryCodec.leaf(EntryCodec.FINGERPRINT, body.toByteArray());

        EntryCodec codec = new EntryCodec();
        assertThat(codec.entry(leaf)).isEqualTo(event);
        assertThat(codec.wasCanonical()).isFalse();
        assertThat(codec.entry(codec.leaf(event))).isEqualTo(event);
        assertThat(codec.wasCanonical()).isTrue();
    }

    /// Up to three bytes changed, some of them into a longer form of the number that they are, and
    /// sometimes another length.
    private static byte[] changed(byte[] good, Random random) {
        byte[] leaf = good.clone();
        for (int flips = random.nextInt(3); flips >= 0; flips--) {
            int at =
                    EntryCodec.HEADER_BYTES + random.nextInt(leaf.length - EntryCodec.HEADER_BYTES);
            if (random.nextInt(4) == 0) {
                leaf = lengthened(leaf, at);
            } else {
                leaf[at] = (byte) random.nextInt();
            }
        }
        return random.nextInt(4) == 0
                ? Arrays.copyOf(leaf, leaf.length + random.nextInt(-3, 4))
                : leaf;
    }

    /// A continuation bit and a byte of zero behind it: the same number, where it is one.
    private static byte[] lengthened(byte[] leaf, int at) {
        byte[] longer = new byte[leaf.length + 1];
        System.arraycopy(leaf, 0, longer, 0, at + 1);
        System.arraycopy(leaf, at + 1, longer, at + 2, leaf.length - at - 1);
        longer[at] |= (byte) 0x80;
        return longer;
    }
}
