package io.countersign.audit.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.evidence.EvidenceKeys.Missing;
import io.countersign.audit.evidence.Opening.Opened;
import io.countersign.audit.evidence.Opening.Reason;
import io.countersign.audit.evidence.Opening.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldEvidenceSurvivesItsKeyTest {
    private static final String CHAIN = "audit.entry.v1/0@1";
    private static final Instant TIME = Instant.parse("2020-02-03T00:00:00Z");
    private static final byte[] TEXT = "an invented prompt".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final Path folder;
    private final EvidenceKeys keys;
    private final HoldFiles holds;
    private final Sealed first;
    private final Sealed second;

    HeldEvidenceSurvivesItsKeyTest(@TempDir Path temporary) throws IOException {
        folder = temporary.resolve("evidence");
        keys = EvidenceKeys.open(folder, Missing.CREATE, random);
        holds = new HoldFiles(folder.resolve("holds"));
        EvidenceSealer sealer = new EvidenceSealer(keys, random);
        first = sealer.seal(CHAIN, 1, TIME, TEXT);
        second = sealer.seal(CHAIN, 2, TIME, TEXT);
    }

    private HoldSealer sealer(String id) throws IOException {
        return new HoldSealer(id, holds.key(id, random), random);
    }

    private HeldKey held(HoldSealer sealer, long seq, Sealed sealed) {
        return sealer.hold(keys, CHAIN, seq, sealed.ref(), sealed.envelope()).orElseThrow();
    }

    @Test
    void whatIsHeldOpensAndTheRestDoesNot() throws IOException {
        holds.write("case-17", List.of(held(sealer("case-17"), 1, first)));
        keys.destroy("kek-2020q1");

        assertThat(new EvidenceOpener(keys).open(CHAIN, 2, second.ref(), second.envelope()))
                .isEqualTo(new Refused(Reason.NO_KEY));
        Hold hold = holds.read("case-17").orElseThrow();
        assertThat(hold.byQuarter()).containsExactly(java.util.Map.entry("kek-2020q1", 1L));
        HoldSealer again = new HoldSealer("case-17", holds.existingKey("case-17"), random);
        Opening opening =
                again.open(CHAIN, 1, first.ref(), first.envelope(), hold.keys().getFirst());
        assertThat(opening).isInstanceOf(Opened.class);
        assertThat(((Opened) opening).plaintext()).isEqualTo(TEXT);
    }

    @Test
    void aWrapOfAnotherRecordOrHoldOpensNothing() throws IOException {
        HoldSealer sealer = sealer("case-17");
        HeldKey ofFirst = held(sealer, 1, first);
        HeldKey ofSecond = held(sealer, 2, second);
        assertThat(sealer.open(CHAIN, 1, first.ref(), first.envelope(), ofSecond))
                .isEqualTo(new Refused(Reason.WRONG_PLACE));
        HeldKey moved = new HeldKey(CHAIN, 1, "kek-2020q1", ofSecond.wrap());
        assertThat(sealer.open(CHAIN, 1, first.ref(), first.envelope(), moved))
                .isEqualTo(new Refused(Reason.WRONG_KEY));
        HoldSealer renamed = new HoldSealer("case-18", holds.existingKey("case-17"), random);
        assertThat(renamed.open(CHAIN, 1, first.ref(), first.envelope(), ofFirst))
                .isEqualTo(new Refused(Reason.WRONG_KEY));
        assertThat(sealer.open(CHAIN, 1, first.ref(), second.envelope(), ofFirst))
                .isEqualTo(new Refused(Reason.WRONG_PLACE));
    }

    @Test
    void whatDoesNotOpenCannotBeHeld() throws IOException {
        HoldSealer sealer = sealer("case-17");
        assertThat(sealer.hold(keys, CHAIN, 1, first.ref(), second.envelope())).isEmpty();
        keys.destroy("kek-2020q1");
        assertThat(sealer.hold(keys, CHAIN, 1, first.ref(), first.envelope())).isEmpty();
    }

    @Test
    void aDamagedOrMissingHoldIsSaid() throws IOException {
        holds.write("case-17", List.of(held(sealer("case-17"), 1, first)));
        assertThat(holds.write("case-17", List.of())).isFalse();
        assertThat(holds.ids()).containsExactly("case-17");
        Path file = folder.resolve("holds").resolve("case-17.held");
        Files.writeString(file, Files.readString(file).replace("kek-", "kok-"));
        assertThatThrownBy(() -> holds.read("case-17")).isInstanceOf(IOException.class);
        Files.delete(folder.resolve("holds").resolve("case-17.key"));
        assertThatThrownBy(() -> holds.read("case-17")).isInstanceOf(IOException.class);
        holds.destroy("case-17");
        assertThat(holds.read("case-17")).isEmpty();
    }

    @Test
    void aNameIsNoPath() {
        assertThat(HoldFiles.isId("../case")).isFalse();
        assertThat(HoldFiles.isId("a/b")).isFalse();
        assertThat(HoldFiles.isId(".hidden")).isFalse();
        assertThat(HoldFiles.isId("case-17")).isTrue();
    }
}
