package io.countersign.ledger;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.Subtrees;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerdict;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.ledger.storage.LockLostException;
import io.countersign.ledger.storage.LogInUseException;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.ObjectDiffersException;
import io.countersign.ledger.storage.StagingBundle;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.NextLog;
import io.countersign.schemas.PreviousLog;
import io.countersign.schemas.SealEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a sealer starts from, read from the storage and proven against the lock checkpoint.
///
/// @param lock the lock checkpoint's bytes; empty for a log that has none yet, as is `lastSeal`
/// @param strays staging bundles that no lock checkpoint names. One of them may be of a sealer that
///   is about to move the lock checkpoint: they may go once the lock has moved away from `lock`
/// @param previous the log before, where this one is still to begin; then heads, own chain and last
///   seal are those of its end
record LoadedLog(
        TreeEdge edge,
        Optional<byte[]> lock,
        Sha256 previousCheckpoint,
        ChainHeads heads,
        OwnChain own,
        KeysInForce keys,
        Optional<AuditEntry> lastSeal,
        List<String> strays,
        Optional<PreviousLog> previous) {

    static LoadedLog load(LogStorage storage, SealerSettings settings, Incarnation incarnation)
            throws LedgerIncident {
        Optional<byte[]> lock = Optional.empty();
        try {
            // In this order: a sealer that is at work moves the lock before it publishes.
            Optional<byte[]> published = storage.read(TilePath.CHECKPOINT);
            lock = storage.readLock();
            return load(storage, settings, incarnation, published, lock);
        } catch (IOException e) {
            throw isMovedByOthers(storage, lock, e)
                    ? new LedgerIncident(IncidentCode.LOG_LOCK_LOST, "load", e)
                    : incident("load", e);
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            throw incident("load", cause == null ? new IOException(e) : cause);
        }
    }

    private static LoadedLog load(
            LogStorage storage,
            SealerSettings settings,
            Incarnation incarnation,
            Optional<byte[]> published,
            Optional<byte[]> lock)
            throws IOException, LedgerIncident {
        List<NoteVerifier> verifiers = verifiers(settings);
        List<String> strays = storage.stagings();
        if (lock.isEmpty()) {
            if (published.isPresent()) {
                throw new LedgerIncident(
                        IncidentCode.LOG_WITHOUT_LOCK, "a checkpoint is published");
            }
            KeysInForce keys = KeysInForce.first(settings);
            storage.publishKeys(keys.now().text());
            return empty(settings, incarnation, keys, strays);
        }
        Checkpoint committed = verified("the lock checkpoint", lock.get(), settings, verifiers);
        Optional<Checkpoint> visible = Optional.empty();
        if (published.isPresent()) {
            visible =
                    Optional.of(
                            verified(
                                    "the published checkpoint",
                                    published.get(),
                                    settings,
                                    verifiers));
        }
        requireNotAhead(visible, committed);
        completeCutOff(storage, settings, lock.get(), committed, visible);

        TreeEdge edge = TreeEdge.load(storage, committed);
        LogTiles tiles = new LogTiles(storage, committed.size());
        if (visible.isPresent()
                && !Subtrees.root(visible.get().size(), tiles).equals(visible.get().root())) {
            throw new LedgerIncident(
                    IncidentCode.LOG_FORKED,
                    "the log does not contain the published tree of "
                            + visible.get().size().value());
        }
        return continued(
                settings, incarnation, lock, committed, edge, tiles, storage.readKeys(), strays);
    }

    /// Whether what was not found or not allowed is explained by another sealer, which moved the
    /// lock checkpoint meanwhile and cleared away what it needs no more.
    private static boolean isMovedByOthers(
            LogStorage storage, Optional<byte[]> lock, IOException failed) {
        if (failed instanceof LockLostException) {
            return true;
        }
        try {
            return lock.isPresent()
                    && !storage.readLock()
                            .filter(now -> Arrays.equals(now, lock.get()))
                            .isPresent();
        } catch (IOException _unknown) {
            return false;
        }
    }

    /// What remains of a seal once the lock checkpoint is moved. Each step may find itself done
    /// already: a load runs them again, from the first.
    static void complete(
            LogStorage storage, SealerSettings settings, byte[] note, StagingBundle staging)
            throws IOException {
        // Every object is durable before a checkpoint that needs it is seen.
        storage.putObjects(staging.objects());
        storage.publishCheckpoint(note);
        keep(storage, settings, note);
        // The new checkpoint needs none of the partial tiles that have become full ones.
        for (TilePath full : staging.firstFullOfEachLevel()) {
            storage.deletePartials(full);
        }
        storage.dropStaging(staging.name());
    }

    private static void keep(LogStorage storage, SealerSettings settings, byte[] note)
            throws IOException {
        try {
            SignedNote signed = SignedNote.parse(note);
            if (settings.keeps(signed)) {
                storage.keepCheckpoint(
                        Checkpoint.parse(signed.text()).size().value(),
                        SignedBeside.keeping(signed));
            }
        } catch (MalformedNoteException e) {
            throw new IllegalStateException("a checkpoint of ours is none", e);
        }
    }

    static LedgerIncident incident(String doing, IOException e) {
        IncidentCode code =
                switch (e) {
                    case DamagedLogException _ -> IncidentCode.LOG_DAMAGED;
                    case ObjectDiffersException _ -> IncidentCode.LOG_DAMAGED;
                    case LockLostException _ -> IncidentCode.LOG_LOCK_LOST;
                    case LogInUseException _ -> IncidentCode.LOG_IN_USE;
                    default -> IncidentCode.STORAGE_FAILED;
                };
        return new LedgerIncident(code, doing, e);
    }

    private static LoadedLog empty(
            SealerSettings settings,
            Incarnation incarnation,
            KeysInForce keys,
            List<String> strays) {
        return new LoadedLog(
                TreeEdge.empty(),
                Optional.empty(),
                Sealer.emptyText(),
                new ChainHeads(settings.partitions()),
                OwnChain.begin(incarnation),
                keys,
                Optional.empty(),
                strays,
                Optional.empty());
    }

    /// The log that the last seal names, where it ended this one.
    Optional<NextLog> next() {
        return lastSeal.flatMap(AuditEntry::getSeal).flatMap(SealEntry::getNext);
    }

    /// The log after this one, which has ended: it goes on with the chains as the last seal left
    /// them.
    ///
    /// @param storage of the next log, in which nothing is sealed
    LoadedLog begin(LogStorage storage, SealerSettings ended, SealerSettings next)
            throws LedgerIncident {
        SealEntry seal = lastSeal.flatMap(AuditEntry::getSeal).orElseThrow();
        try {
            if (storage.readLock().isPresent()) {
                throw new LedgerIncident(
                        IncidentCode.LOG_LOCK_LOST, "another sealer began " + next.origin());
            }
            KeysInForce first = KeysInForce.first(next);
            storage.publishKeys(first.now().text());
            return new LoadedLog(
                    TreeEdge.empty(),
                    Optional.empty(),
                    Sealer.emptyText(),
                    heads,
                    own,
                    first,
                    lastSeal,
                    storage.stagings(),
                    Optional.of(
                            new PreviousLog(
                                    ended.name().installation(),
                                    ended.origin(),
                                    edge.size().value(),
                                    new Hash(edge.root().bytes()),
                                    seal.getN(),
                                    seal.getHeads())));
        } catch (IOException e) {
            throw incident("begin " + next.origin(), e);
        }
    }

    private static LoadedLog continued(
            SealerSettings settings,
            Incarnation incarnation,
            Optional<byte[]> lock,
            Checkpoint committed,
            TreeEdge edge,
            LogTiles tiles,
            Optional<byte[]> publishedKeys,
            List<String> strays)
            throws IOException, LedgerIncident {
        long last = committed.size().value() - 1;
        if (last < 0) {
            throw new LedgerIncident(IncidentCode.LOG_SEAL_MISSING, "the tree is empty");
        }
        Bundle bundle = tiles.bundle(last / TilePath.FULL_WIDTH);
        byte[] leaf = bundle.entry((int) (last % TilePath.FULL_WIDTH));
        AuditEntry seal;
        try {
            seal = new EntryCodec().entry(leaf);
        } catch (MalformedEntryException e) {
            throw new LedgerIncident(
                    IncidentCode.LOG_SEAL_MISSING, "leaf " + last + ", " + e.reason());
        }
        if (seal.getSeal().isEmpty() || !seal.getChain().equals(OwnChain.ID.toString())) {
            throw new LedgerIncident(IncidentCode.LOG_SEAL_MISSING, "leaf " + last + " is no seal");
        }
        Sha256 hash = Sha256.copyOf(LeafHash.of(leaf).bytes());
        return new LoadedLog(
                edge,
                lock,
                committed.textHash(),
                ChainHeads.sealed(settings.partitions(), seal.getSeal().get().getHeads()),
                OwnChain.after(seal, hash, incarnation),
                KeysInForce.after(seal.getSeal().get().getVkeys(), publishedKeys, settings),
                Optional.of(seal),
                strays,
                Optional.empty());
    }

    private static void requireNotAhead(Optional<Checkpoint> visible, Checkpoint committed)
            throws LedgerIncident {
        if (visible.isEmpty()) {
            return;
        }
        int order = visible.get().size().compareTo(committed.size());
        if (order > 0) {
            throw new LedgerIncident(
                    IncidentCode.LOG_AHEAD_OF_LOCK,
                    "published "
                            + visible.get().size().value()
                            + ", locked "
                            + committed.size().value());
        }
        if (order == 0 && !visible.get().root().equals(committed.root())) {
            throw new LedgerIncident(
                    IncidentCode.LOG_FORKED, "two roots of size " + committed.size().value());
        }
    }

    /// Completes the seal of the lock checkpoint where its staging bundle is still there; that it
    /// is gone means that it was completed, and then its checkpoint is published.
    private static void completeCutOff(
            LogStorage storage,
            SealerSettings settings,
            byte[] lock,
            Checkpoint committed,
            Optional<Checkpoint> visible)
            throws IOException, LedgerIncident {
        String name = StagingBundle.nameOf(committed.size(), committed.root());
        boolean isPublished = visible.isPresent() && visible.get().size().equals(committed.size());
        Optional<StagingBundle> staging =
                storage.readStaging(name).flatMap(bytes -> StagingBundle.decode(name, bytes));
        if (staging.isPresent()) {
            complete(storage, settings, lock, staging.get());
        } else if (!isPublished && !isPublishedBy(storage, lock)) {
            throw new LedgerIncident(
                    IncidentCode.LOG_STAGING_MISSING,
                    "for the tree of " + committed.size().value());
        }
    }

    /// Another sealer may have completed its seal since the published checkpoint was read.
    private static boolean isPublishedBy(LogStorage storage, byte[] lock) throws IOException {
        return storage.read(TilePath.CHECKPOINT)
                .filter(now -> Arrays.equals(now, lock))
                .isPresent();
    }

    private static Checkpoint verified(
            String what, byte[] note, SealerSettings settings, List<NoteVerifier> verifiers)
            throws LedgerIncident {
        try {
            SignedNote signed = SignedNote.parse(note);
            Checkpoint checkpoint = Checkpoint.parse(signed.text());
            if (!(signed.open(verifiers) instanceof NoteVerdict.Verified verified)
                    || verified.by().stream()
                            .noneMatch(key -> OpenedCheckpoint.isLogsOwn(key, settings.origin()))) {
                throw new LedgerIncident(
                        IncidentCode.LOG_CHECKPOINT_NOT_OURS,
                        what + " bears no signature of the configured keys");
            }
            if (!checkpoint.origin().equals(settings.origin())) {
                throw new LedgerIncident(
                        IncidentCode.LOG_CHECKPOINT_NOT_OURS, what + " has another origin");
            }
            return checkpoint;
        } catch (MalformedNoteException e) {
            throw new LedgerIncident(
                    IncidentCode.LOG_CHECKPOINT_NOT_OURS, what + " is malformed", e);
        }
    }

    private static List<NoteVerifier> verifiers(SealerSettings settings) {
        List<NoteVerifier> verifiers = new ArrayList<>();
        List<VerifierKey> keys = new ArrayList<>(settings.verifierKeys());
        // The last checkpoint may be by the key that this start revokes.
        settings.revoked().forEach(lost -> keys.add(lost.key()));
        for (VerifierKey key : keys) {
            try {
                verifiers.add(NoteVerifier.of(key));
            } catch (MalformedNoteException e) {
                throw new IllegalArgumentException(
                        "a signer whose signatures this program cannot check", e);
            }
        }
        return verifiers;
    }
}
