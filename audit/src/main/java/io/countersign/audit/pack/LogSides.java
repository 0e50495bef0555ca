package io.countersign.audit.pack;

import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.verify.KeptCheckpoints;
import io.countersign.audit.verify.TimestampFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The checkpoints that lie beside a log, and which of them say most about some entries: of each
/// kind the first one that covers them all.
public final class LogSides {
    private final Optional<TimestampFiles> timestamps;
    private final Optional<KeptCheckpoints> kept;
    private final Optional<byte[]> witnessed;

    /// @param witnessed the newest checkpoint that witnesses cosigned
    public LogSides(
            Optional<TimestampFiles> timestamps,
            Optional<KeptCheckpoints> kept,
            Optional<byte[]> witnessed) {
        this.timestamps = timestamps;
        this.kept = kept;
        this.witnessed = witnessed.map(byte[]::clone);
    }

    /// A log of which nothing is known but itself.
    public static LogSides none() {
        return new LogSides(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// A checkpoint beside the log with its files.
    ///
    /// @param stamp the authority's answer, of a stamped one
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Found(Beside beside, byte[] note, Optional<byte[]> stamp) {
        @Override
        public String toString() {
            return "Found[" + beside + "]";
        }
    }

    /// Those for entries up to a leaf, of a log of some size.
    List<Found> covering(long lastIndex, long size) throws IOException {
        List<Found> found = new ArrayList<>();
        if (timestamps.isPresent()) {
            Optional<Long> stamped = first(timestamps.get().sizes().stream().toList(), lastIndex);
            if (stamped.isPresent() && stamped.get() <= size) {
                Optional<byte[]> note = timestamps.get().checkpoint(stamped.get());
                Optional<byte[]> stamp = timestamps.get().response(stamped.get());
                if (note.isPresent() && stamp.isPresent()) {
                    found.add(
                            new Found(
                                    new Beside(Beside.Kind.STAMPED, stamped.get()),
                                    note.get(),
                                    stamp));
                }
            }
        }
        if (kept.isPresent()) {
            Optional<Long> first = first(List.copyOf(kept.get().sizes()), lastIndex);
            Optional<byte[]> note =
                    first.isPresent() && first.get() <= size
                            ? kept.get().read(first.get())
                            : Optional.empty();
            if (note.isPresent()) {
                found.add(
                        new Found(
                                new Beside(Beside.Kind.KEPT, first.orElseThrow()),
                                note.get(),
                                Optional.empty()));
            }
        }
        Optional<Long> seen = witnessed.flatMap(LogSides::size);
        if (seen.isPresent() && seen.get() > lastIndex && seen.get() <= size) {
            found.add(
                    new Found(
                            new Beside(Beside.Kind.WITNESSED, seen.get()),
                            witnessed.orElseThrow(),
                            Optional.empty()));
        }
        return found;
    }

    private static Optional<Long> first(List<Long> sizes, long lastIndex) {
        return sizes.stream().filter(size -> size > lastIndex).min(Long::compare);
    }

    private static Optional<Long> size(byte[] note) {
        try {
            return Optional.of(Checkpoint.parse(SignedNote.parse(note).text()).size().value());
        } catch (MalformedNoteException _none) {
            return Optional.empty();
        }
    }
}
