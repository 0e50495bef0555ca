package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.Subtrees;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.PreviousLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;

/// Verifies a whole log: `docs/spec/log.md` lists the checks and what each of them shows.
///
/// Every bundle is read once, in order, and memory does not grow with the log. What cannot be read
/// is a fault; only a source that cannot tell (an [IOException] of its own) ends the verification
/// without a report. Where an entry cannot be read, the chains after it cannot be followed, and the
/// report says which checks ended there. One instance verifies one log, once, in one thread.
public final class LogVerifier {
    private static final List<CheckCode> CONTENT_CHECKS =
            List.of(
                    CheckCode.ENTRY_FORM,
                    CheckCode.ENTRY_KIND,
                    CheckCode.ENTRY_GRAMMAR,
                    CheckCode.SCHEMA_TEXT,
                    CheckCode.CHAIN_LINKS,
                    CheckCode.SEAL_SEQUENCE,
                    CheckCode.SEAL_HEADS,
                    CheckCode.SEAL_CHECKPOINTS,
                    CheckCode.SEAL_KEYS,
                    CheckCode.SEAL_INTERVAL,
                    CheckCode.INPUT_OFFSETS,
                    CheckCode.INPUT_ENTRIES,
                    CheckCode.TIMESTAMP_TOKENS,
                    CheckCode.EVIDENCE_KEYS,
                    CheckCode.CHECKPOINT_KEPT,
                    CheckCode.CHECKPOINT_WITNESSES,
                    CheckCode.LOG_SUCCESSION);

    private final Optional<ExecutorService> workers;
    private final TileSource source;
    private final Request request;
    private final Progress progress;
    private final Findings findings = new Findings();
    private final EntryForms forms = new EntryForms(findings);
    private final ChainWalk chains;
    private final TimestampWalk timestamps;
    private final EvidenceKeyWalk evidenceKeys;
    private final Optional<LogEnd> before;
    private final Optional<VouchedCheckpoint> later;
    private Optional<LogEnd> end = Optional.empty();
    private final RollbackMemory memory;
    private boolean followsEntries = true;
    private boolean stopped;
    private boolean cutOff;
    private long entries;
    private long bytes;

    /// @param before the log that this one goes on from
    /// @param later what the next log says of this one's end
    LogVerifier(
            TileSource source,
            Request request,
            Progress progress,
            Optional<ExecutorService> workers,
            Optional<LogEnd> before,
            Optional<VouchedCheckpoint> later) {
        this.before = before;
        this.later = later;
        this.chains =
                before.map(log -> log.chains().into(findings))
                        .orElseGet(() -> new ChainWalk(findings));
        this.evidenceKeys =
                before.map(log -> log.evidenceKeys().into(findings))
                        .orElseGet(() -> new EvidenceKeyWalk(findings));
        this.workers = workers;
        this.source = source;
        this.request = request;
        this.progress = progress;
        this.timestamps = new TimestampWalk(findings, request.timestamps());
        this.memory = new RollbackMemory(request.memory(), findings);
    }

    /// Verifies the log that a source holds.
    public static Report verify(TileSource source, Request request, Progress progress)
            throws IOException {
        return new LogVerifier(
                        source,
                        request,
                        progress,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .run();
    }

    /// The same with the help of other threads, which read, hash and decode the bundles ahead of
    /// the one that follows them; the report is the same.
    ///
    /// @param source read by several threads at once
    /// @param workers stays the caller's to shut down
    public static Report verify(
            TileSource source, Request request, Progress progress, ExecutorService workers)
            throws IOException {
        return new LogVerifier(
                        source,
                        request,
                        progress,
                        Optional.of(workers),
                        Optional.empty(),
                        Optional.empty())
                .run();
    }

    /// How everything stands at the end; empty where the log was not read to its end, or does not
    /// end with a seal.
    Optional<LogEnd> end() {
        return end;
    }

    Report run() throws IOException {
        Optional<VerifierKeys> keys = request.trusted().or(request::beside);
        Optional<ClaimedCheckpoint> signed = ClaimedCheckpoint.read(source, keys, later, findings);
        if (signed.isEmpty()) {
            for (CheckCode code : CheckCode.values()) {
                findings.notChecked(code, "There is no checkpoint to check the log against.");
            }
            return report(signed, new SealSummary(0, 0, -1));
        }
        memory.check(signed.get());
        Checkpoint claimed = signed.get().checkpoint();
        LogTiles tiles = new LogTiles(source, claimed.size());
        SealWalk seals =
                new SealWalk(
                        findings,
                        claimed.origin(),
                        request.longestSealGap(),
                        timestamps,
                        new KeptCheckpointWalk(
                                findings,
                                claimed.origin(),
                                request.kept(),
                                request.part().isPresent()),
                        new WitnessWalk(findings, request.witnesses(), request.part().isPresent()),
                        new KeyWalk(findings, claimed.origin(), keys));

        SuccessionWalk succession = new SuccessionWalk(findings, claimed, before);
        Optional<TreeWalk> begun = begin(signed.get(), tiles, seals, succession);
        if (begun.isEmpty()) {
            for (CheckCode code : CheckCode.values()) {
                findings.notChecked(code, "The part that was asked for cannot be read.");
            }
            followsEntries = false;
            return report(signed, seals.summary());
        }
        TreeWalk tree = begun.get();
        Checkpoint last = last(claimed, tiles);
        long size = last.size().value();
        BundlesAhead bundles = new BundlesAhead(source, workers, claimed.size(), tree.size(), size);
        while (tree.size() < size && !stopped && !cutOff) {
            long n = tree.size() / TilePath.FULL_WIDTH;
            bundle(n, bundles.next(), tiles, tree, seals, succession, size);
            if (!progress.goesOn(tree.size(), size) && tree.size() < size) {
                stopped = true;
            }
        }
        bundles.cancel();
        if (stopped || cutOff) {
            memory.endedAt(tree.size());
        }
        if (stopped) {
            endOfContent(
                    "The verification was stopped after "
                            + tree.size()
                            + " of "
                            + size
                            + " entries.");
            findings.notChecked(
                    CheckCode.TREE_ROOT, "The verification was stopped before the root was known.");
        } else if (cutOff) {
            String reason =
                    "The log breaks off after "
                            + tree.size()
                            + " of the "
                            + size
                            + " entries that its checkpoint names.";
            findings.notChecked(CheckCode.TILE_NODES, reason);
            findings.notChecked(CheckCode.TREE_ROOT, reason);
        } else {
            if (followsEntries) {
                signed.get().askSuccessors(seals.keys());
            }
            finish(last, tree, seals, succession, signed.get().signedByItsOwn());
            if (last.equals(claimed) && followsEntries) {
                end =
                        seals.lastSeal()
                                .filter(seal -> seal.leafIndex() + 1 == size)
                                .map(seal -> new LogEnd(claimed, seal, chains, evidenceKeys));
            }
        }
        signed.get().withoutSuccessors();
        return report(signed, seals.summary());
    }

    /// The tree at the beginning of what is read; empty where the log does not show a beginning.
    private Optional<TreeWalk> begin(
            ClaimedCheckpoint signed, LogTiles tiles, SealWalk seals, SuccessionWalk succession)
            throws IOException {
        Checkpoint claimed = signed.checkpoint();
        if (request.part().filter(part -> part.from().value() > 0).isEmpty()) {
            return Optional.of(new TreeWalk(tiles, findings));
        }
        try {
            Optional<StartingPoint> found =
                    StartingPoint.find(tiles, claimed, request.part().get().from(), findings);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            StartingPoint start = found.get();
            succession.beginWithin(StartingPoint.previousLog(tiles, claimed));
            chains.startAt(start);
            seals.startAt(start);
            forms.startWithin();
            memory.prove(claimed, tiles);
            return Optional.of(TreeWalk.from(start.size(), tiles, findings));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (DamagedLogException e) {
            findings.fault(CheckCode.TILE_NODES, e.path(), TreeWalk.sentence(e));
            return Optional.empty();
        }
    }

    /// The checkpoint that the reading ends with: the log's own, or one that the log's tiles prove
    /// to be its beginning.
    private Checkpoint last(Checkpoint claimed, LogTiles tiles) throws IOException {
        Optional<TreeSize> to = request.part().flatMap(Part::to);
        if (to.isEmpty()) {
            return claimed;
        }
        if (to.get().compareTo(claimed.size()) > 0) {
            findings.fault(
                    CheckCode.SEAL_SEQUENCE,
                    TilePath.CHECKPOINT,
                    "The log has "
                            + claimed.size().value()
                            + " entries, and was to be read up to "
                            + to.get().value()
                            + ".");
            return claimed;
        }
        try {
            Sha256 root = Subtrees.root(to.get(), tiles);
            StartingPoint.isBeginning(tiles, claimed, to.get(), root, findings);
            return new Checkpoint(claimed.origin(), to.get(), root);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof DamagedLogException damaged) {
                findings.fault(CheckCode.TILE_NODES, damaged.path(), TreeWalk.sentence(damaged));
                return claimed;
            }
            throw e.getCause();
        }
    }

    private void bundle(
            long n,
            PreparedBundle prepared,
            LogTiles tiles,
            TreeWalk tree,
            SealWalk seals,
            SuccessionWalk succession,
            long end)
            throws IOException {
        Optional<byte[]> tile = prepared.tile();
        prepared.tileFault()
                .ifPresent(
                        e -> findings.fault(CheckCode.TILE_LEAVES, e.path(), TreeWalk.sentence(e)));
        if (prepared.bundleFault().isPresent()) {
            DamagedLogException e = prepared.bundleFault().get();
            findings.fault(CheckCode.BUNDLE_FORM, e.path(), TreeWalk.sentence(e));
            endOfContent("Entries from leaf " + tree.size() + " on cannot be read.");
            if (tile.isPresent()) {
                withoutEntries(tiles.bundlePath(n), tile.get(), tree, end);
            } else {
                // Neither entries nor hashes: a checkpoint may claim any size, so the rest is not
                // looked for.
                cutOff = true;
            }
            return;
        }
        Bundle bundle = prepared.bundle().orElseThrow();
        // A part may begin and end within a bundle.
        for (int i = (int) (tree.size() % TilePath.FULL_WIDTH);
                i < bundle.width() && tree.size() < end;
                i++) {
            Sha256 hash = prepared.hash(i);
            long index = tree.size();
            if (tile.isPresent() && !hash.matches(tile.get(), i * Sha256.LENGTH)) {
                findings.fault(
                        CheckCode.TILE_LEAVES,
                        "leaf " + index,
                        "The stored entry is not the one whose hash is in the tree: one of the two was changed.");
            }
            tree.add(hash);
            memory.passed(tree);
            entries++;
            bytes += bundle.length(i);
            if (followsEntries) {
                Optional<AuditEntry> entry = prepared.entry(i);
                if (entry.isPresent()) {
                    forms.passed();
                } else {
                    entry =
                            forms.entry(
                                    bundle.array(),
                                    bundle.start(i),
                                    bundle.length(i),
                                    "leaf " + index);
                }
                follow(entry, index, hash, tree, seals, succession);
            }
        }
    }

    /// The tree can go on from the stored hashes of a bundle that is gone.
    private void withoutEntries(TilePath.EntryBundle path, byte[] tile, TreeWalk tree, long end)
            throws IOException {
        for (int i = (int) (tree.size() % TilePath.FULL_WIDTH);
                i < path.width() && tree.size() < end;
                i++) {
            tree.add(Sha256.copyOf(tile, i * Sha256.LENGTH));
            memory.passed(tree);
        }
    }

    private void follow(
            Optional<AuditEntry> entry,
            long index,
            Sha256 hash,
            TreeWalk tree,
            SealWalk seals,
            SuccessionWalk succession)
            throws IOException {
        if (entry.isEmpty()) {
            endOfContent(
                    "The entry at leaf "
                            + index
                            + " cannot be read, so that nothing after it can be followed.");
            return;
        }
        EntryAt at = new EntryAt(index, hash, entry.get());
        if (index > 0) {
            succession.follow(at);
        } else {
            begin(at, seals, succession);
        }
        Optional<ChainState> chain = chains.accept(at);
        if (chain.isEmpty()) {
            return;
        }
        chain.get().accounts.accept(at, findings);
        entry.get().getKey().ifPresent(key -> seals.key(key, at));
        if (entry.get().getTimestamp().isPresent()) {
            timestamps.accept(entry.get().getTimestamp().get(), at);
        }
        evidenceKeys.accept(succession.installation(), at);
        if (entry.get().getSeal().isPresent()) {
            seals.seal(entry.get().getSeal().get(), at, chains.chains(), tree);
        }
    }

    /// The first entry of the log: everything begins with it, or goes on.
    private void begin(EntryAt first, SealWalk seals, SuccessionWalk succession) {
        Optional<PreviousLog> previous = succession.begin(first);
        if (before.isPresent()) {
            AuditEntry seal = before.get().seal().entry();
            seals.startBehind(
                    before.get().lastSeal().getN(),
                    seal.getChain(),
                    OptionalLong.of(seal.getTimeMillis()));
        } else if (previous.isPresent()) {
            chains.startAt(previous.get(), first);
            seals.startBehind(
                    previous.get().getSeal(), first.entry().getChain(), OptionalLong.empty());
        }
    }

    private void endOfContent(String reason) {
        followsEntries = false;
        CONTENT_CHECKS.forEach(code -> findings.notChecked(code, reason));
        CheckCode[] read = {CheckCode.BUNDLE_FORM, CheckCode.TILE_LEAVES, CheckCode.TILE_NODES};
        if (stopped) {
            for (CheckCode code : read) {
                findings.notChecked(code, reason);
            }
        }
    }

    private void finish(
            Checkpoint claimed,
            TreeWalk tree,
            SealWalk seals,
            SuccessionWalk succession,
            Optional<VerifierKey> signedBy) {
        if (!tree.root().equals(claimed.root())) {
            findings.fault(
                    CheckCode.TREE_ROOT,
                    TilePath.CHECKPOINT,
                    "The stored entries give another root than the checkpoint: entries were changed, added, removed"
                            + " or moved after it was signed, or the checkpoint is another log's.");
        }
        memory.finish(claimed);
        if (followsEntries) {
            forms.finish();
            seals.finish(claimed.size().value(), signedBy);
            timestamps.finish();
            evidenceKeys.finish();
            succession.finish();
        }
    }

    private Report report(Optional<ClaimedCheckpoint> claimed, SealSummary seals) {
        Optional<VerifierKey> signedBy = claimed.flatMap(ClaimedCheckpoint::signedBy);
        List<ChainSummary> chainSummaries = new ArrayList<>();
        List<InputSummary> inputs = new ArrayList<>();
        for (ChainState chain : chains.chains().values()) {
            chainSummaries.add(chain.summary());
            inputs.addAll(chain.accounts.summaries(chain.id));
        }
        return new Report(
                conclusion(signedBy),
                claimed.map(ClaimedCheckpoint::checkpoint),
                signedBy,
                claimed.flatMap(ClaimedCheckpoint::rememberUnder),
                findings.checks(),
                entries,
                bytes,
                chainSummaries,
                inputs,
                seals,
                request.part(),
                isWhole());
    }

    private boolean isWhole() {
        return request.part()
                .map(part ->
                        part.to().isEmpty()
                                && request.memory()
                                        .filter(memory -> memory.size().compareTo(part.from()) >= 0)
                                        .isPresent())
                .orElse(true);
    }

    private Conclusion conclusion(Optional<VerifierKey> signedBy) {
        if (findings.anyFailed()) {
            return Conclusion.FAILED;
        }
        if (stopped || !followsEntries || signedBy.isEmpty()) {
            return Conclusion.INCOMPLETE;
        }
        return request.trusted().isPresent() ? Conclusion.AUTHENTIC : Conclusion.CONSISTENT;
    }
}
