package io.countersign.bench;

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
import io.countersign.schemas.Hash;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Origin;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.Subject;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Token;
import io.countersign.schemas.Visibility;
import java.util.List;

/// Events of about 600 bytes: what a violation with evidence and two subjects takes.
public final class Entries600 {
    private static final Hash POLICY = new Hash(new byte[32]);

    private Entries600() {}

    public static AuditEntry.Builder event(AuditEntry.Builder entry, long offset) {
        return entry.setKind(EntryKind.EVENT)
                .setEvent(
                        EventEntry.newBuilder()
                                .setInput(new Coordinates("proxy.raw", 0, offset))
                                .setSource(new SourceRef("proxy-1", offset, "squid", true))
                                .setTimeMillis(1_790_000_000_000L + offset)
                                .setTimeBasis(TimeBasis.START)
                                .setIdentityBasis(IdentityBasis.PROXY_AUTH)
                                .setUser("jroe")
                                .setDevice("WS-1234")
                                .setHost("chat.example.org")
                                .setSourceIp("192.0.2.7")
                                .setMethod("POST")
                                .setStatus(200)
                                .setBytesUp(1234L)
                                .setAction(Action.ALLOWED)
                                .setApplication("Example Browser")
                                .setModel("example-model-4")
                                .setDestination(
                                        DestinationPart.newBuilder()
                                                .setVendor("Example AI")
                                                .setProduct("Example Chat")
                                                .setHostRole(HostRole.CHAT)
                                                .setActivity("SEND")
                                                .setAccount(Account.PERSONAL)
                                                .setVisibility(Visibility.BODY)
                                                .setEvidence(
                                                        List.of(
                                                                AccountEvidence.newBuilder()
                                                                        .setKind("ORG_IN_PATH")
                                                                        .setValue("org-42")
                                                                        .setConfidence(
                                                                                Likelihood.LIKELY)
                                                                        .build()))
                                                .build())
                                .setContent(
                                        ContentPart.newBuilder()
                                                .setInspected(Inspected.FULL)
                                                .setBytesInspected(1200)
                                                .setPhi(true)
                                                .setPhiReason("IDENTITY_AND_HEALTH")
                                                .setFindings(
                                                        List.of(
                                                                finding("MRN"),
                                                                finding("PERSON_NAME"),
                                                                finding("DATE_OF_BIRTH")))
                                                .build())
                                .setCoverage(
                                        CoveragePart.newBuilder()
                                                .setState(Coverage.NOT_COVERED)
                                                .setBaa("example-ai")
                                                .setReasons(List.of("ACCOUNT_NOT_COVERED"))
                                                .build())
                                .setDisposition(Disposition.VIOLATION)
                                .setSeverity(Severity.HIGH)
                                .setReasons(List.of("PHI_TO_UNCOVERED"))
                                .setPolicy(POLICY)
                                .setSubjects(List.of(subject("MRN"), subject("PERSON_NAME")))
                                .setEvidence(
                                        new EvidenceRef(
                                                "kek-2026q4",
                                                new Hash(new byte[32]),
                                                new Hash(new byte[32]),
                                                1200L))
                                .build());
    }

    private static Subject subject(String type) {
        return Subject.newBuilder().setType(type).setToken(new Token(new byte[32])).build();
    }

    private static FindingCount finding(String type) {
        return new FindingCount(type, 1, Likelihood.CERTAIN, Origin.OURS, List.of());
    }
}
