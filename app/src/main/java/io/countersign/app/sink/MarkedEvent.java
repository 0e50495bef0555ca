package io.countersign.app.sink;

import io.countersign.schemas.Account;
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
import io.countersign.schemas.Hash;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Visibility;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.LogPosition;
import java.time.Instant;
import java.util.List;

/// An event for a test of a receiver: it looks like one of the log, and says of itself that it is
/// none. Nobody is in it.
public final class MarkedEvent {
    /// No chain of a log has this name.
    public static final String CHAIN = "sink-test/0@1";

    /// Stands where a drill has its id.
    public static final String MARK = "sink-test";

    private static final String NO_LEAF = "0".repeat(64);

    private MarkedEvent() {}

    /// Its number is the time in milliseconds, so that each test has an id of its own.
    public static Decoded.Entry of(Instant now) {
        long millis = now.toEpochMilli();
        EventEntry event =
                EventEntry.newBuilder()
                        .setInput(new Coordinates(MARK, 0, 0L))
                        .setSource(new SourceRef("", null, "", false))
                        .setTimeMillis(millis)
                        .setTimeBasis(TimeBasis.RECEIVED)
                        .setIdentityBasis(IdentityBasis.NONE)
                        .setAction(Action.OTHER)
                        .setDestination(
                                DestinationPart.newBuilder()
                                        .setVendor("Countersign")
                                        .setProduct("Sink test")
                                        .setHostRole(HostRole.API)
                                        .setActivity("SEND")
                                        .setAccount(Account.UNKNOWN)
                                        .setEvidence(List.of())
                                        .setVisibility(Visibility.BODY)
                                        .build())
                        .setContent(
                                ContentPart.newBuilder()
                                        .setInspected(Inspected.NOT_INSPECTED)
                                        .setInspectedReason("SINK_TEST")
                                        .setFindings(List.of())
                                        .setHints(List.of())
                                        .build())
                        .setCoverage(
                                CoveragePart.newBuilder()
                                        .setState(Coverage.UNKNOWN)
                                        .setReasons(List.of("SINK_TEST"))
                                        .setDetails(List.of())
                                        .build())
                        .setDisposition(Disposition.PERMITTED)
                        .setSeverity(Severity.INFORMATIONAL)
                        .setReasons(List.of("SINK_TEST"))
                        .setPolicy(new Hash(new byte[32]))
                        .setSubjects(List.of())
                        .setDrill(MARK)
                        .build();
        AuditEntry entry =
                AuditEntry.newBuilder()
                        .setKind(EntryKind.EVENT)
                        .setChain(CHAIN)
                        .setSeq(millis)
                        .setPrev(new Hash(new byte[32]))
                        .setIncarnation(new Incarnation(new byte[16]))
                        .setTimeMillis(millis)
                        .setEvent(event)
                        .build();
        return new Decoded.Entry(new LogPosition(CHAIN, millis, NO_LEAF), entry);
    }
}
