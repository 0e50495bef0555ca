package io.countersign.ledger.locked;

import io.countersign.audit.approval.ApprovalRequest;
import io.countersign.audit.approval.ApprovalVerdict;
import io.countersign.audit.approval.Approvals;
import io.countersign.audit.approval.ApprovedActs;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.schemas.Account;
import io.countersign.schemas.Action;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.DisposalEntry;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Visibility;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Invented exchanges with what stands for their ciphertexts, as a topology would leave them.
final class SealedExchanges implements EvidenceSource {
    private static final String CHAIN = "audit.entry.v1/%d@1";
    private static final Hash NONE = new Hash(new byte[32]);

    private final Map<String, EvidenceEnvelope> envelopes = new HashMap<>();

    /// Entries of two chains in turn, each with evidence of so many bytes.
    List<AuditEntry> next(long from, int count, String kid, int bytes, Instant time) {
        return LongStream.range(from, from + count)
                .mapToObj(i -> exchange(i, kid, bytes, time))
                .toList();
    }

    private AuditEntry exchange(long i, String kid, int bytes, Instant time) {
        String chain = CHAIN.formatted(i % 2);
        long seq = i / 2;
        byte[] ciphertext = new byte[bytes];
        byte[] words = (chain + " " + seq).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(words, 0, ciphertext, 0, words.length);
        envelopes.put(
                chain + ":" + seq,
                new EvidenceEnvelope(
                        chain,
                        seq,
                        kid,
                        ByteBuffer.allocate(40),
                        ByteBuffer.allocate(12),
                        ByteBuffer.wrap(ciphertext)));
        EventEntry event =
                EventEntry.newBuilder()
                        .setInput(new Coordinates("raw.squid.v1", 0, i))
                        .setSource(
                                SourceRef.newBuilder().setId("source-1").setFormat("squid").build())
                        .setTimeMillis(time.toEpochMilli())
                        .setTimeBasis(TimeBasis.END)
                        .setIdentityBasis(IdentityBasis.NONE)
                        .setAction(Action.ALLOWED)
                        .setDestination(
                                DestinationPart.newBuilder()
                                        .setVendor("Example")
                                        .setProduct("Chat")
                                        .setHostRole(HostRole.CHAT)
                                        .setActivity("SEND")
                                        .setAccount(Account.UNKNOWN)
                                        .setVisibility(Visibility.BODY)
                                        .setEvidence(List.of())
                                        .build())
                        .setContent(
                                ContentPart.newBuilder()
                                        .setInspected(Inspected.FULL)
                                        .setFindings(List.of())
                                        .build())
                        .setCoverage(CoveragePart.newBuilder().setState(Coverage.UNKNOWN).build())
                        .setDisposition(Disposition.REVIEW)
                        .setSeverity(Severity.LOW)
                        .setPolicy(NONE)
                        .setSubjects(List.of())
                        .setEvidence(
                                new EvidenceRef(
                                        kid,
                                        new Hash(Sha256.of(ciphertext).bytes()),
                                        NONE,
                                        (long) bytes))
                        .build();
        return entry(EntryKind.EVENT, chain, seq, time).setEvent(event).build();
    }

    private static AuditEntry.Builder entry(EntryKind kind, String chain, long seq, Instant time) {
        return AuditEntry.newBuilder()
                .setKind(kind)
                .setChain(chain)
                .setSeq(seq)
                .setPrev(NONE)
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(time.toEpochMilli());
    }

    /// What the log says of a part that goes. Signed by nobody.
    static AuditEntry unapproved(DisposablePart part, Instant time) {
        long made = time.truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
        return disposal(
                part,
                time,
                new ApprovalPart("request", made, made + 60_000, NONE, List.of(), List.of()));
    }

    /// Signed by two persons.
    static AuditEntry disposal(DisposablePart part, Instant time) {
        ApprovalRequest request =
                ApprovedActs.of(GrowingLog.ORIGIN, unapproved(part, time)).orElseThrow();
        List<Ed25519NoteSigner> persons = List.of(person("E1001", 21), person("E1002", 22));
        ApprovalVerdict verdict =
                Approvals.check(
                        SignedNote.sign(request.text(), persons),
                        request,
                        request,
                        persons.stream().map(Ed25519NoteSigner::verifierKey).toList(),
                        request.made());
        return disposal(part, time, ((ApprovalVerdict.Approved) verdict).part());
    }

    private static Ed25519NoteSigner person(String name, int seed) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) seed);
        return new Ed25519NoteSigner(name, secret);
    }

    private static AuditEntry disposal(DisposablePart part, Instant time, ApprovalPart approval) {
        return entry(EntryKind.DISPOSAL, CHAIN.formatted(0), 0, time)
                .setDisposal(
                        new DisposalEntry(
                                part.name(),
                                (long) part.objects().size(),
                                part.bytes(),
                                part.ended().toEpochMilli(),
                                new Hash(part.list().bytes()),
                                approval))
                .build();
    }

    void lose(String chain, long seq) {
        envelopes.remove(chain + ":" + seq);
    }

    @Override
    public List<EvidenceEnvelope> read(List<Place> places) {
        List<EvidenceEnvelope> there = new ArrayList<>();
        for (Place place : places) {
            EvidenceEnvelope one = envelopes.get(place.chain() + ":" + place.seq());
            if (one != null) {
                there.add(one);
            }
        }
        return there;
    }
}
