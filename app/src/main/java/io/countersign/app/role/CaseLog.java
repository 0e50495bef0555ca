package io.countersign.app.role;

import io.countersign.app.cases.CaseChain;
import io.countersign.forensics.cases.StepEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import java.time.InstantSource;
import java.util.Optional;

/// Has the steps of cases chained through the control topic.
public final class CaseLog implements CaseChain {
    /// Cases concern no chain more than another.
    private static final int PARTITION = 0;

    private final Deployment deployment;
    private final InstantSource clock;

    public CaseLog(Deployment deployment, InstantSource clock) {
        this.deployment = deployment;
        this.clock = clock;
    }

    @Override
    public Optional<EntryRef> chained(StepEntry step) {
        ControlRecord.Builder record =
                ControlRecord.newBuilder().setOrigin("case").setTimeMillis(clock.millis());
        return switch (step) {
            case StepEntry.Step(var decision) ->
                    ChainRequest.send(
                            deployment,
                            PARTITION,
                            record.setKind(ControlKind.DECISION).setDecision(decision).build(),
                            entry ->
                                    entry.getKind() == EntryKind.DECISION
                                            && entry.getDecision()
                                                    .filter(decision::equals)
                                                    .isPresent());
            case StepEntry.Notice(var notice) ->
                    ChainRequest.send(
                            deployment,
                            PARTITION,
                            record.setKind(ControlKind.NOTICE).setNotice(notice).build(),
                            entry ->
                                    entry.getKind() == EntryKind.NOTICE
                                            && entry.getNotice()
                                                    .filter(notice::equals)
                                                    .isPresent());
        };
    }
}
