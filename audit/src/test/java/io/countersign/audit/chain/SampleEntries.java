package io.countersign.audit.chain;

import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.Action;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Origin;
import io.countersign.schemas.Sensitivity;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.Subject;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Token;
import io.countersign.schemas.Visibility;
import java.util.List;
import java.util.stream.IntStream;

/// Invented entries.
final class SampleEntries {
    private SampleEntries() {}

    /// The worked example of docs/spec/entry.md.
    static AuditEntry gap() {
        return AuditEntry.newBuilder()
                .setKind(EntryKind.GAP)
                .setChain("audit.entry.v1/3@1")
                .setSeq(7)
                .setPrev(new Hash(filled(32, 0x11)))
                .setIncarnation(new Incarnation(filled(16, 0x22)))
                .setTimeMillis(1_790_000_000_000L)
                .setGap(new GapEntry("proxy.raw", 3, 100L, 250L))
                .build();
    }

    static AuditEntry event() {
        return AuditEntry.newBuilder()
                .setKind(EntryKind.EVENT)
                .setChain("audit.entry.v1/3@1")
                .setSeq(8)
                .setPrev(new Hash(filled(32, 0x11)))
                .setIncarnation(new Incarnation(filled(16, 0x22)))
                .setTimeMillis(1_790_000_000_000L)
                .setEvent(eventPart())
                .build();
    }

    static EventEntry eventPart() {
        return EventEntry.newBuilder()
                .setInput(new Coordinates("proxy.raw", 3, 4711L))
                .setSource(new SourceRef("proxy-1:20260901", 17L, "squid", true))
                .setTimeMillis(1_789_999_999_000L)
                .setTimeBasis(TimeBasis.START)
                .setUser("EXAMPLE\\mmuster")
                .setIdentityBasis(IdentityBasis.PROXY_AUTH)
                .setDevice("WS-0412")
                .setSourceIp("192.0.2.17")
                .setHost("chat.example.org")
                .setMethod("POST")
                .setStatus(200)
                .setBytesUp(1234L)
                .setBytesDown(45678L)
                .setAction(Action.ALLOWED)
                .setModel("example.model-1:0")
                .setDestination(
                        DestinationPart.newBuilder()
                                .setVendor("Example AI")
                                .setProduct("Example Chat")
                                .setHostRole(HostRole.CHAT)
                                .setActivity("SEND")
                                .setAccount(Account.PERSONAL)
                                .setOrg("0b6f2d3e-0000-4000-8000-000000000000")
                                .setEvidence(
                                        List.of(
                                                new AccountEvidence(
                                                        "ORG_IN_PATH",
                                                        "0b6f2d3e",
                                                        Likelihood.LIKELY,
                                                        false)))
                                .setVisibility(Visibility.BODY)
                                .build())
                .setContent(
                        ContentPart.newBuilder()
                                .setInspected(Inspected.FULL)
                                .setBytesInspected(900)
                                .setPhi(true)
                                .setPhiReason("IDENTITY_AND_HEALTH")
                                .setFindings(
                                        List.of(
                                                new FindingCount(
                                                        "MRN",
                                                        2,
                                                        Likelihood.CERTAIN,
                                                        Origin.OURS,
                                                        List.of()),
                                                new FindingCount(
                                                        "DIAGNOSIS",
                                                        1,
                                                        Likelihood.LIKELY,
                                                        Origin.OURS,
                                                        List.of(Sensitivity.HIV)),
                                                new FindingCount(
                                                        "NAME",
                                                        1,
                                                        Likelihood.LIKELY,
                                                        Origin.OURS,
                                                        List.of())))
                                .build())
                .setCoverage(
                        CoveragePart.newBuilder()
                                .setState(Coverage.NOT_COVERED)
                                .setReasons(List.of("PERSONAL_ACCOUNT"))
                                .build())
                .setDisposition(Disposition.VIOLATION)
                .setSeverity(Severity.HIGH)
                .setReasons(List.of("PHI_TO_UNCOVERED"))
                .setPolicy(new Hash(filled(32, 0x33)))
                .setSubjects(
                        IntStream.range(0, 3)
                                .mapToObj(i ->
                                        new Subject("MRN", new Token(filled(32, 0x40 + i)), false))
                                .toList())
                .setEvidence(
                        new EvidenceRef(
                                "kek-2026q3",
                                new Hash(filled(32, 0x50)),
                                new Hash(filled(32, 0x51)),
                                900L))
                .build();
    }

    static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
