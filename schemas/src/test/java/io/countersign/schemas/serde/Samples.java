package io.countersign.schemas.serde;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.OffsetRange;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import io.countersign.schemas.TallyEntry;
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
