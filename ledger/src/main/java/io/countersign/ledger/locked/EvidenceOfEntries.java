package io.countersign.ledger.locked;

import io.countersign.audit.evidence.EvidenceSegment;
import io.countersign.audit.evidence.Retention;
import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.schemas.EvidenceEnvelope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Locks the sealed evidence of entries that are locked, bundle by bundle. It stays ciphertext:
/// shredding its quarter's key makes it unreadable whatever locks it.
final class EvidenceOfEntries {
    /// Evidence becomes visible on Kafka a little later than its entry. What has not come so long
    /// after it does not come.
    private static final Duration COMES_WITHIN = Duration.ofHours(1);

    /// Lines of a page; those of one more bundle find room.
    private static final int LINES_OF_A_PAGE = 1_000;

    private final Pass pass;
    private final EvidenceSource source;
    private long records;
    private long missing;

    EvidenceOfEntries(Pass pass, EvidenceSource source) {
        this.pass = pass;
        this.source = source;
    }

    /// Records whose evidence was locked.
    long records() {
        return records;
    }

    /// Records whose evidence is not to be had.
    long missing() {
        return missing;
    }

    void keep(LogToKeep log) throws IOException {
        Checkpoint sealed = log.verified();
        LockedTree tree = pass.tree(sealed.origin());
        LogTiles tiles = new LogTiles(log.tiles(), sealed.size());
        List<ManifestLine> lines = new ArrayList<>();
        long said = tree.evidence().value();
        for (long n = said / TilePath.FULL_WIDTH; tree.evidence().compareTo(tree.size()) < 0; n++) {
            Found found = read(log, tiles.bundle(n), n);
            if (!found.whole()) {
                break;
            }
            lines.addAll(found.lines());
            records += found.records();
            missing += found.missing();
            tree =
                    tree.evidenceTo(
                            new TreeSize(
                                    Math.min((n + 1) * TilePath.FULL_WIDTH, tree.size().value())));
            boolean full =
                    lines.size() >= LINES_OF_A_PAGE
                            || tree.evidence().value() - said
                                    >= (long) Keeper.BUNDLES_OF_A_PAGE * TilePath.FULL_WIDTH;
            if (full) {
                tree = pass.say(tree, lines);
                lines.clear();
                said = tree.evidence().value();
            }
        }
        if (tree.evidence().value() > said) {
            pass.say(tree, lines);
        }
    }

    /// @param whole nothing of the bundle is still to come
    private record Found(boolean whole, List<ManifestLine> lines, long records, long missing) {}

    private Found read(LogToKeep log, Bundle bundle, long n) throws IOException {
        List<ManifestLine> lines = new ArrayList<>();
        long there = 0;
        long absent = 0;
        for (EvidencePiece piece : EvidencePiece.of(bundle, n)) {
            String path = log.folder() + piece.path();
            if (pass.soFar().isDisposed(path)) {
                continue;
            }
            List<EvidenceEnvelope> envelopes = source.read(piece.places());
            there += envelopes.size();
            absent += piece.places().size() - envelopes.size();
            if (envelopes.size() < piece.places().size()
                    && piece.places().getLast().chained().isAfter(pass.now().minus(COMES_WITHIN))) {
                return new Found(false, List.of(), 0, 0);
            }
            if (!envelopes.isEmpty()) {
                Lock lock = pass.rule().ofEvidence(Retention.dueOf(piece.kid()), pass.now());
                lines.addAll(
                        pass.stored(
                                List.of(
                                        new Waiting(
                                                path,
                                                EvidenceSegment.encode(envelopes),
                                                lock,
                                                List.of()))));
            }
        }
        return new Found(true, lines, there, absent);
    }
}
