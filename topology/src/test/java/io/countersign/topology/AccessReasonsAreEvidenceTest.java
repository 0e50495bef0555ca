package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.evidence.AccessReason;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceOpener;
import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.audit.evidence.Opening;
import io.countersign.audit.evidence.Sealed;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A reason comes sealed for the way and stands sealed in its entry's place, or the access is
/// rejected whole: no entry says that a reason was given which nobody can read.
class AccessReasonsAreEvidenceTest {
    private static final String REASON = "Dana Quill asked whether her file was shown";

    @TempDir Path directory;

    private EvidenceKeys keys;

    @BeforeEach
    void keysOfTheSite() throws IOException {
        keys =
                EvidenceKeys.open(
                        directory.resolve("evidence"),
                        EvidenceKeys.Missing.CREATE,
                        new SecureRandom());
    }

    @Test
    void theReasonIsSealedInTheEntrysPlace() {
        Sealed onTheWay = sealed("access-1", REASON);
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.control(control("access-1", onTheWay.ref(), onTheWay.envelope()));
            AuditEntry entry = driver.entries().getLast();
            assertThat(entry.getKind()).isEqualTo(EntryKind.ACCESS);
            assertThat(EntryGrammar.faults(entry)).isEmpty();
            EvidenceRef ref = entry.getAccess().flatMap(AccessEntry::getReason).orElseThrow();
            assertThat(ref).isNotEqualTo(onTheWay.ref());
            List<EvidenceEnvelope> kept = driver.evidence();
            assertThat(kept).hasSize(1);
            EvidenceOpener opener = new EvidenceOpener(keys);
            assertThat(opener.open(entry.getChain(), entry.getSeq(), ref, kept.getFirst()))
                    .isInstanceOfSatisfying(
                            Opening.Opened.class,
                            opened ->
                                    assertThat(opened.plaintext())
                                            .isEqualTo(REASON.getBytes(StandardCharsets.UTF_8)));
            assertThat(opener.open(entry.getChain(), entry.getSeq() + 1, ref, kept.getFirst()))
                    .isInstanceOf(Opening.Refused.class);
            assertThat(entry.toString()).doesNotContain("Quill");
        }
    }

    @Test
    void anAccessWithoutAReasonIsAnEntryAndLeavesNoEvidence() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.control(control("access-1", null, null));
            assertThat(driver.entries().getLast().getAccess().flatMap(AccessEntry::getReason))
                    .isEmpty();
            assertThat(driver.evidence()).isEmpty();
        }
    }

    @Test
    void aReasonThatIsNotItsOwnIsRejectedWithTheAccess() {
        Sealed own = sealed("access-1", REASON);
        Sealed another = sealed("access-2", REASON);
        // A patient's text, sealed where the chain has an entry: nobody has it opened as a reason.
        Sealed prompt =
                new EvidenceSealer(keys, new SecureRandom())
                        .seal(
                                "audit.entry.v1/0@1",
                                4,
                                AuditDriver.START,
                                REASON.getBytes(StandardCharsets.UTF_8));
        assertRejected(control("access-1", own.ref(), another.envelope()));
        assertRejected(control("access-1", another.ref(), another.envelope()));
        assertRejected(control("access-1", prompt.ref(), prompt.envelope()));
        assertRejected(control("access-1", own.ref(), null));
        assertRejected(control("access-1", null, own.envelope()));
        EvidenceRef longer =
                new EvidenceRef(
                        own.ref().getKid(),
                        own.ref().getCiphertext(),
                        own.ref().getCommitment(),
                        AccessReason.MAX_BYTES + 1L);
        assertRejected(control("access-1", longer, own.envelope()));
    }

    private void assertRejected(ControlRecord control) {
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.control(control);
            driver.control(control("access-9", null, null));
            assertThat(driver.entries())
                    .extracting(AuditEntry::getKind)
                    .endsWith(EntryKind.REJECTION, EntryKind.ACCESS);
            assertThat(driver.evidence()).isEmpty();
        }
    }

    private Sealed sealed(String accessId, String reason) {
        return AccessReason.seal(
                new EvidenceSealer(keys, new SecureRandom()),
                accessId,
                AuditDriver.START,
                reason.getBytes(StandardCharsets.UTF_8));
    }

    private static ControlRecord control(
            String accessId, @Nullable EvidenceRef ref, @Nullable EvidenceEnvelope envelope) {
        return ControlRecord.newBuilder()
                .setKind(ControlKind.ACCESS)
                .setOrigin("access")
                .setTimeMillis(AuditDriver.START.toEpochMilli())
                .setAccess(
                        AccessEntry.newBuilder()
                                .setAccessId(accessId)
                                .setPerson("p.officer")
                                .setAction("QUERY")
                                .setPurpose("BREACH_REVIEW")
                                .setReason(ref)
                                .build())
                .setReason(envelope)
                .build();
    }
}
