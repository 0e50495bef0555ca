package io.countersign.audit.verify;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.LogFault;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.schemas.NextLog;
import io.countersign.schemas.PreviousLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a caller's keys vouch for among an installation's logs: for one that they signed, for a
/// later one whose keys that log's last seal names, and for the end of an earlier one that a later
/// log says it goes on from. Each of these entries is proven to be in its log. What cannot be read
/// says nothing.
public final class LogTrust {
    private final List<Optional<EntryReader>> opened = new ArrayList<>();
    private final Set<VerifierKey> keys;
    private final Map<String, VouchedCheckpoint> earlier = new HashMap<>();

    private LogTrust(VerifierKeys own) {
        this.keys = new LinkedHashSet<>(own.keys());
    }

    /// @param oldestFirst the logs
    /// @param own the caller's keys
    public static LogTrust of(List<? extends TileSource> oldestFirst, VerifierKeys own)
            throws IOException {
        LogTrust trust = new LogTrust(own);
        for (TileSource log : oldestFirst) {
            trust.forward(log);
        }
        for (int i = oldestFirst.size() - 1; i > 0; i--) {
            trust.backward(i, oldestFirst.get(i - 1));
        }
        return trust;
    }

    /// The caller's keys, and those of later logs that logs of theirs name.
    public VerifierKeys keys() {
        return new VerifierKeys(List.copyOf(keys));
    }

    /// Each log, in the order in which they were given; empty where nobody vouches for it.
    List<Optional<EntryReader>> opened() {
        return opened;
    }

    /// What a later log says of the end of the one of that origin.
    Optional<VouchedCheckpoint> endOf(String origin) {
        return Optional.ofNullable(earlier.get(origin));
    }

    private void forward(TileSource log) throws IOException {
        Optional<EntryReader> reader = Optional.empty();
        try {
            reader = Optional.of(EntryReader.open(log, keys().verifiers()));
            Optional<NextLog> next = reader.get().nextLog();
            if (next.isPresent()) {
                for (String vkey : next.get().getVkeys()) {
                    VerifierKey key = VerifierKey.parse(vkey);
                    if (key.name().equals(next.get().getOrigin())
                            && keys.size() < VerifierKeys.MAX_KEYS) {
                        keys.add(key);
                    }
                }
            }
        } catch (DamagedLogException | MalformedNoteException _nobody) {
            // A log whose keys they are not, or a damaged one.
        }
        opened.add(reader);
    }

    private void backward(int index, TileSource before) throws IOException {
        Optional<EntryReader> log = opened.get(index);
        if (log.isEmpty()) {
            return;
        }
        try {
            Optional<PreviousLog> previous = log.get().previousLog();
            Optional<VerifierKey> by = voucher(log.get().checkpoint().origin());
            if (previous.isEmpty() || by.isEmpty()) {
                return;
            }
            Checkpoint named =
                    new Checkpoint(
                            previous.get().getOrigin(),
                            new TreeSize(previous.get().getSize()),
                            Sha256.copyOf(previous.get().getRoot().bytes()));
            earlier.put(named.origin(), new VouchedCheckpoint(named, by.get()));
            if (opened.get(index - 1).isEmpty()) {
                opened.set(index - 1, at(new OpenedCheckpoint(named, by.get()), before));
            }
        } catch (DamagedLogException | MalformedNoteException | IllegalArgumentException _nobody) {
            // As above.
        }
    }

    private Optional<VerifierKey> voucher(String origin) {
        return keys.stream()
                .filter(key -> OpenedCheckpoint.isLogsOwn(key, origin))
                .findFirst()
                .or(() -> endOf(origin).map(VouchedCheckpoint::by));
    }

    private static Optional<EntryReader> at(OpenedCheckpoint named, TileSource log)
            throws IOException, MalformedNoteException {
        byte[] stored =
                log.read(TilePath.CHECKPOINT)
                        .orElseThrow(() ->
                                new DamagedLogException(
                                        LogFault.MISSING, TilePath.CHECKPOINT, "is missing"));
        SignedNote note = SignedNote.parse(stored);
        return Checkpoint.parse(note.text()).equals(named.checkpoint())
                ? Optional.of(
                        new EntryReader(
                                new LogTiles(log, named.checkpoint().size()),
                                note,
                                named,
                                new EntryCodec()))
                : Optional.empty();
    }
}
