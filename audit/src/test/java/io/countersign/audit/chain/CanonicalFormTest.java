package io.countersign.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Walking the bytes says the same as decoding them, encoding again and comparing.
class CanonicalFormTest {
    private static final int ROUNDS = 20_000;

    @Test
    void whateverIsChangedBothSayTheSame() {
        CanonicalForm form = CanonicalForm.of(AuditEntry.getClassSchema());
        EntryCodec codec = new EntryCodec();
        byte[] good = codec.leaf(SampleEntries.gap());
        Random random = new Random(20261126);
        int canonical = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] leaf = good.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                int at =
                        EntryCodec.HEADER_BYTES
                                + random.nextInt(leaf.length - EntryCodec.HEADER_BYTES);
                leaf[at] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                leaf = java.util.Arrays.copyOf(leaf, leaf.length + random.nextInt(-3, 4));
            }
            boolean again;
            try {
                again = codec.canonical(leaf);
            } catch (MalformedEntryException _noEntry) {
                again = false;
            }
            boolean walked = form.matches(leaf, EntryCodec.HEADER_BYTES);
            // What does not decode is refused before anybody asks for its spelling.
            if (again || decodes(codec, leaf)) {
                assertThat(walked).as("round %d", round).isEqualTo(again);
            }
            canonical += again ? 1 : 0;
        }
        assertThat(canonical).isBetween(ROUNDS / 20, ROUNDS);
    }

    private static boolean decodes(EntryCodec codec, byte[] leaf) {
        try {
            codec.entry(leaf);
            return true;
        } catch (MalformedEntryException _no) {
            return false;
        }
    }
}
