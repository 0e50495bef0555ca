package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.approval.Act;
import io.countersign.audit.approval.ApprovalRequest;
import io.countersign.audit.approval.ApprovalVerdict;
import io.countersign.audit.approval.Approvals;
import io.countersign.audit.approval.ApprovedActs;
import io.countersign.audit.chain.KeepingGrammar;
import io.countersign.audit.evidence.Retention;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.SealedCanary;
import io.countersign.schemas.ShredEntry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceKeysAreVerifiedTest {
    private static final String ORIGIN = "log.example.org";
    private static final String KID = "kek-2020q1";
    private static final Hash KEY = new Hash(LogFixture.filled(32, 0x11));
    private static final Hash OTHER = new Hash(LogFixture.filled(32, 0x22));
    private static final Instant DUE = Instant.parse("2026-04-01T00:00:00Z");
    private static final Ed25519NoteSigner FIRST =
            new Ed25519NoteSigner("E1001", LogFixture.filled(32, 1));
    private static final Ed25519NoteSigner SECOND =
            new Ed25519NoteSigner("E1002", LogFixture.filled(32, 2));

    private final List<AuditEntry> entries = new ArrayList<>();

    @Test
    void sixYearsAreCountedFromTheEndOfTheQuarter() {
        assertThat(Retention.dueOf(KID)).isEqualTo(DUE);
        assertThat(Retention.dueOf("kek-2019q4")).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void aShreddingOfTwoPersonsAfterSixYearsPasses() {
        kek(KeepingGrammar.ANNOUNCED, KEY);
        kek(KeepingGrammar.OPENED, KEY);
        shred(KEY, DUE, FIRST, SECOND);
        kek(KeepingGrammar.MISSING, KEY);

        assertThat(faults()).isEmpty();
    }

    @Test
    void aKeyThatWasDestroyedEarlyFailsTheLog() {
        kek(KeepingGrammar.ANNOUNCED, KEY);
        kek(KeepingGrammar.MISSING, KEY);
        assertThat(faults()).hasSize(1).first().asString().contains(KID, "destroyed early");

        // Restored from its copy, it opens again.
        kek(KeepingGrammar.OPENED, KEY);
        assertThat(faults()).isEmpty();
    }

    @Test
    void anotherKeyUnderTheSameNameFailsTheLog() {
        kek(KeepingGrammar.ANNOUNCED, KEY);
        kek(KeepingGrammar.ANNOUNCED, OTHER);
        assertThat(faults()).hasSize(1).first().asString().contains("another key");
    }

    @Test
    void shreddingBeforeItsTimeFailsTheLog() {
        kek(KeepingGrammar.ANNOUNCED, KEY);
        shred(KEY, DUE.minusMillis(1), FIRST, SECOND);
        assertThat(faults()).hasSize(1).first().asString().contains("six years");
    }

    @Test
    void shreddingAnotherKeyFailsTheLog() {
        kek(KeepingGrammar.ANNOUNCED, KEY);
        shred(OTHER, DUE, FIRST, SECOND);
        assertThat(faults()).hasSize(1).first().asString().contains("another key");
    }

    @Test
    void anApprovalOfOtherFactsFailsTheLog() {
        kek(KeepingGrammar.ANNOUNCED, KEY);
        ShredEntry signed = shredEntry(KEY, 7, approval(shredEntry(KEY, 7, none())));
        add(
                DUE,
                EntryKind.SHRED,
                entry -> entry.setShred(shredEntry(KEY, 8, signed.getApproval())));
        assertThat(faults()).hasSize(1).first().asString().contains("signatures");
    }

    @Test
    void evidenceUnderAShreddedKeyFailsTheLog() {
        kek(KeepingGrammar.ANNOUNCED, KEY);
        shred(KEY, DUE, FIRST, SECOND);
        EventEntry event = LogFixture.event(0, 1);
        event.put("evidence", new EvidenceRef(KID, KEY, KEY, 3L));
        add(DUE, EntryKind.EVENT, entry -> entry.setEvent(event));
        assertThat(faults()).hasSize(1).first().asString().contains("destroyed before");
    }

    private List<Check.Fault> faults() {
        Findings findings = new Findings();
        EvidenceKeyWalk walk = new EvidenceKeyWalk(findings);
        long index = 0;
        for (AuditEntry entry : entries) {
            walk.accept(ORIGIN, new EntryAt(index++, Sha256.ZEROS, entry));
        }
        walk.finish();
        return findings.checks().stream()
                .filter(check -> check.code() == CheckCode.EVIDENCE_KEYS)
                .findFirst()
                .orElseThrow()
                .examples();
    }

    private void kek(String change, Hash fingerprint) {
        SealedCanary canary =
                new SealedCanary(
                        ByteBuffer.allocate(40),
                        ByteBuffer.allocate(12),
                        ByteBuffer.allocate(60),
                        new EvidenceRef(KID, KEY, KEY, 12L));
        add(
                Instant.parse("2020-01-01T00:00:00Z"),
                EntryKind.KEK,
                entry ->
                        entry.setKek(
                                new KekEntry(
                                        KID,
                                        change,
                                        fingerprint,
                                        change.equals(KeepingGrammar.ANNOUNCED) ? canary : null)));
    }

    private void shred(Hash key, Instant time, Ed25519NoteSigner... by) {
        ShredEntry unsigned = shredEntry(key, 7, none());
        add(
                time,
                EntryKind.SHRED,
                entry -> entry.setShred(shredEntry(key, 7, approval(unsigned, by))));
    }

    private static ShredEntry shredEntry(Hash key, long records, ApprovalPart approval) {
        return new ShredEntry(KID, key, records, 1L, List.of("case-17"), approval);
    }

    private static ApprovalPart none() {
        return new ApprovalPart("r", 0L, 1L, KEY, List.of(), List.of());
    }

    private static ApprovalPart approval(ShredEntry shred, Ed25519NoteSigner... by) {
        List<Ed25519NoteSigner> signers = by.length == 0 ? List.of(FIRST, SECOND) : List.of(by);
        ApprovalRequest request =
                new ApprovalRequest(
                        ORIGIN,
                        Act.SHRED,
                        KID,
                        ApprovedActs.facts(shred),
                        "r",
                        DUE.minusSeconds(60),
                        DUE.plusSeconds(60));
        return ((ApprovalVerdict.Approved)
                        Approvals.check(
                                SignedNote.sign(request.text(), signers),
                                request,
                                request,
                                signers.stream().map(Ed25519NoteSigner::verifierKey).toList(),
                                DUE))
                .part();
    }

    private void add(
            Instant time,
            EntryKind kind,
            java.util.function.UnaryOperator<AuditEntry.Builder> part) {
        entries.add(
                part.apply(
                                AuditEntry.newBuilder()
                                        .setKind(kind)
                                        .setChain("audit.entry.v1/0@1")
                                        .setSeq(entries.size())
                                        .setPrev(new Hash(new byte[32]))
                                        .setIncarnation(new Incarnation(new byte[16]))
                                        .setTimeMillis(time.toEpochMilli()))
                        .build());
    }
}
