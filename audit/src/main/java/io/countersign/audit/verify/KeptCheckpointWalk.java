package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerdict;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks the checkpoints that are kept beside the log: each is one that the log really had, signed
/// with the keys in force then; and where a key of ML-DSA-44 is in force, the first of each hour is
/// there and bears its signature.
final class KeptCheckpointWalk {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final Findings findings;
    private final String origin;
    private final Optional<KeptCheckpoints> kept;
    private final boolean readsPart;
    private final Set<Long> found = new HashSet<>();
    private long begin;
    private long lastHour = -1;

    /// Where the checkpoint of the last seal is not kept: it may be just about to be.
    private Optional<String> missing = Optional.empty();

    private long expected;
    private long withMlDsa44;

    /// @param readsPart that some may lie beyond what is read
    KeptCheckpointWalk(
            Findings findings, String origin, Optional<KeptCheckpoints> kept, boolean readsPart) {
        this.readsPart = readsPart;
        this.findings = findings;
        this.origin = origin;
        this.kept = kept;
    }

    /// Begins behind a seal: what is kept of sizes up to there is not looked at.
    void startAt(long size, long sealMillis) {
        begin = size;
        lastHour = Math.floorDiv(sealMillis, HOUR_MILLIS);
    }

    /// A seal, with the hash of its checkpoint's text and the keys in force.
    void sealed(EntryAt at, Sha256 checkpointText, List<VerifierKey> inForce) throws IOException {
        missing.ifPresent(place ->
                findings.fault(
                        CheckCode.CHECKPOINT_KEPT,
                        place,
                        "The first checkpoint of this hour was not kept, or was removed."));
        missing = Optional.empty();
        long size = at.leafIndex() + 1;
        long hour = Math.floorDiv(at.entry().getTimeMillis(), HOUR_MILLIS);
        boolean isExpected =
                hour != lastHour
                        && inForce.stream().anyMatch(key -> key.is(KeyType.ML_DSA_44_COSIGNATURE));
        lastHour = hour;
        expected += isExpected ? 1 : 0;
        if (kept.isEmpty() || (!isExpected && !kept.get().sizes().contains(size))) {
            return;
        }
        Optional<byte[]> stored = kept.get().read(size);
        if (stored.isEmpty()) {
            missing = Optional.of(at.namedPlace());
            return;
        }
        found.add(size);
        fault(stored.get(), isExpected, checkpointText, inForce)
                .ifPresent(sentence ->
                        findings.fault(CheckCode.CHECKPOINT_KEPT, at.namedPlace(), sentence));
    }

    private Optional<String> fault(
            byte[] stored, boolean isExpected, Sha256 checkpointText, List<VerifierKey> inForce) {
        try {
            SignedNote note = SignedNote.parse(stored);
            if (!Sha256.of(note.text().getBytes(StandardCharsets.UTF_8)).equals(checkpointText)) {
                return Optional.of(
                        "The checkpoint kept of this size is not the one that the entries give: the log had"
                                + " another past when it was signed.");
            }
            if (!(note.open(new VerifierKeys(inForce).verifiers())
                            instanceof NoteVerdict.Verified(String _text, List<VerifierKey> by))
                    || by.stream().noneMatch(key -> OpenedCheckpoint.isLogsOwn(key, origin))) {
                return Optional.of(
                        "The checkpoint kept of this size is not signed with the keys in force.");
            }
            boolean mlDsa44 = by.stream().anyMatch(key -> key.is(KeyType.ML_DSA_44_COSIGNATURE));
            withMlDsa44 += mlDsa44 ? 1 : 0;
            return isExpected && !mlDsa44
                    ? Optional.of(
                            "The first checkpoint of this hour bears no signature of the ML-DSA-44 key"
                                    + " in force.")
                    : Optional.empty();
        } catch (MalformedNoteException _unfit) {
            return Optional.of("What was kept as the checkpoint of this size is none.");
        }
    }

    /// After the last entry of a log or part that was read to its end.
    ///
    /// @param end leaves up to which was read
    void finish(long end) {
        if (kept.isEmpty()) {
            findings.notChecked(
                    CheckCode.CHECKPOINT_KEPT,
                    expected == 0
                            ? "No checkpoints are kept beside the log."
                            : "The log has an ML-DSA-44 key; the checkpoints that it signed do not lie beside it.");
            return;
        }
        for (long size : kept.get().sizes()) {
            if (size > begin && (size <= end || !readsPart) && !found.contains(size)) {
                findings.fault(
                        CheckCode.CHECKPOINT_KEPT,
                        size + ".checkpoint",
                        "A checkpoint is kept of a size at which the log holds no seal: the log was cut, or had"
                                + " another past.");
            }
        }
        findings.note(
                CheckCode.CHECKPOINT_KEPT,
                found.size() + " checkpoints, " + withMlDsa44 + " of them with ML-DSA-44.");
    }
}
