package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.witness.Cosigners;
import io.countersign.audit.witness.WitnessPolicy;
import java.time.Instant;
import java.util.Optional;

/// Checks the newest checkpoint that witnesses cosigned: it is one that the log had, and as many
/// witnesses cosigned it as the caller's policy asks for.
final class WitnessWalk {
    private final Findings findings;
    private final Optional<WitnessPolicy> policy;
    private final Optional<SignedNote> note;
    private final Optional<Checkpoint> witnessed;
    private final boolean readsPart;
    private boolean isOfTheLog;
    private long begin;

    /// @param readsPart that it may lie outside of what is read
    WitnessWalk(Findings findings, Optional<WitnessEvidence> evidence, boolean readsPart) {
        this.readsPart = readsPart;
        this.findings = findings;
        this.policy = evidence.flatMap(WitnessEvidence::policy);
        Optional<SignedNote> read = Optional.empty();
        Optional<Checkpoint> stated = Optional.empty();
        Optional<WitnessEvidence.SignedCheckpoint> stored =
                evidence.flatMap(WitnessEvidence::witnessed);
        if (stored.isPresent()) {
            try {
                read = Optional.of(SignedNote.parse(stored.get().note()));
                stated = Optional.of(Checkpoint.parse(read.get().text()));
            } catch (MalformedNoteException _unfit) {
                fault("What lies beside the log as its witnessed checkpoint is none.");
            }
        }
        this.note = read;
        this.witnessed = stated;
    }

    private void fault(String sentence) {
        findings.fault(CheckCode.CHECKPOINT_WITNESSES, "log.witnessed", sentence);
    }

    /// Begins behind a seal.
    void startAt(long size, Sha256 checkpointText) {
        begin = size;
        sealed(size, checkpointText);
    }

    /// A seal, with the hash of its checkpoint's text.
    void sealed(long size, Sha256 checkpointText) {
        if (witnessed.isPresent() && witnessed.get().size().value() == size) {
            isOfTheLog = witnessed.get().textHash().equals(checkpointText);
        }
    }

    /// After the last entry of a log of that size that was read to its end.
    void finish(long size) {
        if (readsPart
                && witnessed
                        .map(checkpoint -> checkpoint.size().value())
                        .filter(at -> at < begin || at > size)
                        .isPresent()) {
            findings.notChecked(
                    CheckCode.CHECKPOINT_WITNESSES,
                    "What witnesses cosigned lies outside of the part that was read.");
            return;
        }
        if (witnessed.isPresent() && !isOfTheLog) {
            fault(
                    witnessed.get().size().value() > size
                            ? "Witnesses have seen more entries than the log has: it was rolled back."
                            : "Witnesses have seen another log of this name and size.");
            return;
        }
        if (policy.isEmpty() || policy.get().quorum().isEmpty()) {
            findings.notChecked(
                    CheckCode.CHECKPOINT_WITNESSES,
                    witnessed.isEmpty()
                            ? "No witness cosigned a checkpoint of this log."
                            : "A checkpoint is cosigned; whom to believe as a witness was not said.");
            return;
        }
        if (note.isEmpty() || witnessed.isEmpty()) {
            fault("No checkpoint that witnesses cosigned lies beside the log.");
            return;
        }
        Cosigners cosigners;
        try {
            cosigners = Cosigners.of(note.get(), policy.get());
        } catch (MalformedNoteException e) {
            fault(String.valueOf(e.getMessage()));
            return;
        }
        if (!policy.get().isSatisfiedBy(cosigners.keys())) {
            fault(
                    cosigners.keys().size()
                            + " witnesses of your policy cosigned, which is not as many as it asks for.");
            return;
        }
        findings.note(
                CheckCode.CHECKPOINT_WITNESSES,
                cosigners.keys().size()
                        + " cosignatures, the first of "
                        + cosigners.earliest().map(Instant::toString).orElse("?")
                        + ", over the first "
                        + witnessed.get().size().value()
                        + " of "
                        + size
                        + " entries; what follows is unwitnessed since.");
    }
}
