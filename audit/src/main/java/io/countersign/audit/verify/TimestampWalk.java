package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.timestamp.TimestampResponse;
import io.countersign.audit.timestamp.TimestampVerdict;
import io.countersign.schemas.TimestampEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Checks each time stamp that the log names: over a checkpoint that the log really had, with the
/// very files that the entry names, by an authority that the caller trusts.
final class TimestampWalk {
    /// Checkpoints that an entry can name: more than an hour's, at one a second.
    static final int MAX_REMEMBERED_SEALS = 10_000;

    private final Findings findings;
    private final Optional<TimestampEvidence> evidence;

    /// Hashes of checkpoint texts, by size.
    private final Map<Long, Sha256> sealed =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Sha256> eldest) {
                    return size() > MAX_REMEMBERED_SEALS;
                }
            };

    private long begin;
    private long tokens;
    private long lastStampMillis;
    private Optional<Long> withoutSince = Optional.empty();

    TimestampWalk(Findings findings, Optional<TimestampEvidence> evidence) {
        this.findings = findings;
        this.evidence = evidence;
    }

    /// Begins behind a seal: tokens over checkpoints before it are held against their files alone.
    void startAt(long size, Sha256 checkpointText) {
        begin = size;
        sealed(size, checkpointText);
    }

    void sealed(long size, Sha256 checkpointText) {
        sealed.put(size, checkpointText);
    }

    void accept(TimestampEntry stamp, EntryAt at) throws IOException {
        if (stamp.getResponse().isEmpty()) {
            withoutSince = stamp.getWithoutSinceMillis();
            return;
        }
        withoutSince = Optional.empty();
        if (evidence.isEmpty()) {
            findings.notChecked(
                    CheckCode.TIMESTAMP_TOKENS,
                    "The log names time stamps; their files do not lie beside it.");
            return;
        }
        tokens++;
        Optional<String> fault = fault(stamp, evidence.get());
        if (fault.isPresent()) {
            findings.fault(CheckCode.TIMESTAMP_TOKENS, at.namedPlace(), fault.get());
        } else {
            lastStampMillis = stamp.getStampedMillis().orElse(0L);
        }
    }

    private Optional<String> fault(TimestampEntry stamp, TimestampEvidence from)
            throws IOException {
        Optional<byte[]> note = from.files().checkpoint(stamp.getSize());
        Optional<byte[]> response = from.files().response(stamp.getSize());
        if (note.isEmpty() || response.isEmpty()) {
            return Optional.of(
                    "The files of this time stamp are missing, so that nobody can hold the log against"
                            + " it.");
        }
        if (!Sha256.of(note.get()).matches(stamp.getCheckpoint().bytes(), 0)
                || !Sha256.of(response.get())
                        .matches(stamp.getResponse().orElseThrow().bytes(), 0)) {
            return Optional.of("The files of this time stamp are not those that the log names.");
        }
        Sha256 text;
        try {
            text = Sha256.of(SignedNote.parse(note.get()).text().getBytes(StandardCharsets.UTF_8));
        } catch (MalformedNoteException _unfit) {
            return Optional.of("This time stamp is about something that is no checkpoint.");
        }
        if (stamp.getSize() >= begin
                && !Optional.ofNullable(sealed.get(stamp.getSize())).equals(Optional.of(text))) {
            return Optional.of(
                    "This time stamp is about a checkpoint that the entries up to there do not give: the log"
                            + " had another past when it was stamped.");
        }
        return switch (TimestampResponse.verify(response.get(), note.get(), from.anchors())) {
            case TimestampVerdict.Valid valid ->
                    stamp.getStampedMillis()
                                    .filter(stated -> stated == valid.time().toEpochMilli())
                                    .isPresent()
                            ? Optional.empty()
                            : Optional.of("The token bears another time than the log says.");
            case TimestampVerdict.Refused refused -> Optional.of(refused.sentence());
        };
    }

    /// After the last entry of a log that was read to its end.
    void finish() {
        if (withoutSince.isPresent()) {
            findings.note(
                    CheckCode.TIMESTAMP_TOKENS,
                    "The log is without time stamp since "
                            + Instant.ofEpochMilli(withoutSince.get())
                            + ".");
        }
        if (tokens == 0) {
            findings.notChecked(
                    CheckCode.TIMESTAMP_TOKENS,
                    withoutSince
                            .map(since ->
                                    "The log is without time stamp since "
                                            + Instant.ofEpochMilli(since)
                                            + ".")
                            .orElse("The log holds no time stamps."));
        } else if (evidence.orElseThrow().anchors().isEmpty()) {
            findings.notChecked(
                    CheckCode.TIMESTAMP_TOKENS,
                    tokens
                            + " time stamps fit their checkpoints, by certificates that came with them; whom"
                            + " to trust about time was not said.");
        } else if (withoutSince.isEmpty()) {
            findings.note(
                    CheckCode.TIMESTAMP_TOKENS,
                    tokens
                            + " time stamps, the last of "
                            + Instant.ofEpochMilli(lastStampMillis)
                            + ".");
        }
    }
}
