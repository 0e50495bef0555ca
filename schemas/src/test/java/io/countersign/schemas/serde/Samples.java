package io.countersign.schemas.serde;

import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.Action;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.OffsetRange;
import io.countersign.schemas.Origin;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import io.countersign.schemas.Sensitivity;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.Subject;
import io.countersign.schemas.TallyEntry;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Token;
import io.countersign.schemas.Visibility;
import java.util.List;

/// Small invented records.
public final class Samples {
    private Samples() {}

    public static ControlRecord tick() {
        return ControlRecord.newBuilder()
                .setKind(ControlKind.TICK)
                .setOrigin("ledger")
                .setTimeMillis(1_764_115_200_000L)
                .build();
    }

    public static AuditEntry tally(long seq) {
        InputTally input =
                InputTally.newBuilder()
                        .setTopic("proxy.raw")
                        .setPartition(3)
                        .setFromOffset(1_000)
                        .setToOffset(1_010)
                        .setCounts(
                                List.of(
                                        new OutcomeCount(Outcome.OUT_OF_SCOPE, 8L),
                                        new OutcomeCount(Outcome.HOLE, 2L)))
                        .setHoles(List.of(new OffsetRange(1_004L, 1_006L)))
                        .build();
        return entry(EntryKind.TALLY, seq).setTally(new TallyEntry(List.of(input))).build();
    }

    public static AuditEntry incident(long seq, String code) {
        IncidentEntry incident =
                IncidentEntry.newBuilder()
                        .setCode(code)
                        .setInput(new Coordinates("prompt.raw", 0, 77L))
                        .build();
        return entry(EntryKind.INCIDENT, seq).setIncident(incident).build();
    }

    /// A violation with most of what an event entry can hold.
    public static AuditEntry event(long seq) {
        EventEntry event =
                EventEntry.newBuilder()
                        .setInput(new Coordinates("proxy.raw", 3, 77L))
                        .setSource(
                                SourceRef.newBuilder()
                                        .setId("squid-1")
                                        .setSeq(5L)
                                        .setFormat("squid")
                                        .setAuthenticated(true)
                                        .build())
                        .setTimeMillis(1_764_115_199_000L)
                        .setTimeBasis(TimeBasis.END)
                        .setUser("d.wójcik@example.org")
                        .setIdentityBasis(IdentityBasis.PROXY_AUTH)
                        .setSourceIp("192.0.2.17")
                        .setHost("chat.example.org")
                        .setMethod("POST")
                        .setStatus(200)
                        .setBytesUp(4_096L)
                        .setAction(Action.ALLOWED)
                        .setDestination(
                                DestinationPart.newBuilder()
                                        .setVendor("example")
                                        .setProduct("chat")
                                        .setHostRole(HostRole.CHAT)
                                        .setActivity("SEND")
                                        .setAccount(Account.PERSONAL)
                                        .setEvidence(
                                                List.of(
                                                        AccountEvidence.newBuilder()
                                                                .setKind("ORG_IN_PATH")
                                                                .setValue("org-1")
                                                                .setConfidence(Likelihood.LIKELY)
                                                                .build()))
                                        .setVisibility(Visibility.BODY)
                                        .build())
                        .setContent(
                                ContentPart.newBuilder()
                                        .setInspected(Inspected.FULL)
                                        .setBytesInspected(4_000L)
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
                                                                List.of(
                                                                        Sensitivity.SUBSTANCE_USE,
                                                                        Sensitivity.MINOR))))
                                        .build())
                        .setCoverage(
                                CoveragePart.newBuilder().setState(Coverage.NOT_COVERED).build())
                        .setDisposition(Disposition.VIOLATION)
                        .setSeverity(Severity.HIGH)
                        .setReasons(List.of("PERSONAL_ACCOUNT"))
                        .setPolicy(new Hash(new byte[32]))
                        .setSubjects(List.of(new Subject("MRN", new Token(new byte[32]), true)))
                        .build();
        return entry(EntryKind.EVENT, seq).setEvent(event).build();
    }

    private static AuditEntry.Builder entry(EntryKind kind, long seq) {
        return AuditEntry.newBuilder()
                .setKind(kind)
                .setChain("audit.entry.v1/3@1")
                .setSeq(seq)
                .setPrev(new Hash(new byte[32]))
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(1_764_115_200_000L);
    }
}
