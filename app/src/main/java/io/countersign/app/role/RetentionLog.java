package io.countersign.app.role;

import io.countersign.app.retention.ChainedAct;
import io.countersign.app.retention.RefusedException;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.verify.LogReaders;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.DisposalEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.ShredEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Has holds, shredding, disposals and openings of the vault chained through the control topic, and
/// waits until a checkpoint of the log holds the entry.
public final class RetentionLog implements ChainedAct {
    /// Neither concerns a chain more than another.
    private static final int PARTITION = 0;

    private static final Duration SEALED_WITHIN = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Deployment deployment;
    private final InstantSource clock;
    private final LogOpener log;

    /// Opens the sealed logs at their present checkpoints.
    @FunctionalInterface
    public interface LogOpener {
        LogReaders open() throws IOException;
    }

    public RetentionLog(Deployment deployment, InstantSource clock, LogOpener log) {
        this.deployment = deployment;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public EntryRef sealed(ShredEntry shred) throws IOException {
        return asked(
                record(ControlKind.SHRED).setShred(shred),
                EntryKind.SHRED,
                entry -> entry.getShred().filter(shred::equals).isPresent());
    }

    @Override
    public EntryRef sealed(HoldEntry hold) throws IOException {
        return asked(
                record(ControlKind.HOLD).setHold(hold),
                EntryKind.HOLD,
                entry -> entry.getHold().filter(hold::equals).isPresent());
    }

    @Override
    public EntryRef sealed(DisposalEntry disposal) throws IOException {
        return asked(
                record(ControlKind.DISPOSAL).setDisposal(disposal),
                EntryKind.DISPOSAL,
                entry -> entry.getDisposal().filter(disposal::equals).isPresent());
    }

    private EntryRef asked(
            ControlRecord.Builder request, EntryKind kind, Predicate<AuditEntry> ours)
            throws IOException {
        return sealed(
                ChainRequest.send(
                        deployment,
                        PARTITION,
                        request.build(),
                        entry -> entry.getKind() == kind && ours.test(entry)));
    }

    /// Has the opening of the vault chained, and waits until it is sealed: the request is used
    /// then, whatever comes after.
    ///
    /// @throws RefusedException where the log did not take and seal it in time
    /// @throws IOException where the reason cannot be sealed
    public EntryRef sealed(AccessEntry access, ReasonText reason) throws IOException {
        return sealed(AccessLog.chain(deployment, access, reason, clock.instant()));
    }

    private ControlRecord.Builder record(ControlKind kind) {
        return ControlRecord.newBuilder()
                .setKind(kind)
                .setOrigin("retention")
                .setTimeMillis(clock.millis());
    }

    private EntryRef sealed(Optional<EntryRef> chained) throws IOException {
        EntryRef entry =
                chained.orElseThrow(() ->
                        new RefusedException(
                                "Refused: the log did not take the entry in time, and nothing was done without it"));
        ChainId chain = ChainId.parse(entry.getChain());
        for (long left = SEALED_WITHIN.dividedBy(PAUSE); left > 0; left--) {
            if (log.open().find(chain, entry.getSeq()).isPresent()) {
                return entry;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (InterruptedException _stopped) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new RefusedException(
                "Nothing was done: the entry "
                        + entry.getChain()
                        + ":"
                        + entry.getSeq()
                        + " is chained and not sealed yet; run the command again once the ledger seals");
    }
}
