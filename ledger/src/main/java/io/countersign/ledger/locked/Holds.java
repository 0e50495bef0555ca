package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Holds what is to be held and is not, entries and their evidence; frees what a hold that ended
/// kept, after its lock was made as long as it has to be.
final class Holds {
    private final Pass pass;
    private final ObjectsSoFar soFar;

    Holds(Pass pass) {
        this.pass = pass;
        this.soFar = pass.soFar();
    }

    void apply(ToKeep keep) throws IOException {
        for (LegalHold hold : keep.holds()) {
            List<ManifestLine> lines = new ArrayList<>();
            if (hold.ended().isPresent()) {
                lines.addAll(freed(hold.name(), hold.ended().get()));
            } else {
                for (LogToKeep log : keep.logs()) {
                    lines.addAll(held(log, hold));
                }
            }
            pass.say(lines);
        }
        if (keep.policyInForce().isPresent()) {
            // The entries about a policy are kept six years after its last day.
            for (String policy : soFar.policies()) {
                if (!policy.equals(keep.policyInForce().get())) {
                    pass.say(freed(policy, pass.now()));
                }
            }
        }
    }

    private List<ManifestLine> held(LogToKeep log, LegalHold hold) throws IOException {
        Checkpoint sealed = log.verified();
        LockedTree tree = pass.tree(sealed.origin());
        LogTiles tiles = new LogTiles(log.tiles(), sealed.size());
        List<ManifestLine> lines = new ArrayList<>();
        for (long n : hold.of(sealed.origin())) {
            if (n * TilePath.FULL_WIDTH >= tree.size().value()) {
                continue;
            }
            String path = log.folder() + "log/" + tiles.bundlePath(n).path();
            if (!soFar.isHeld(path, hold.name()) && !soFar.isDisposed(path)) {
                Bundle bundle = tiles.bundle(n);
                Lock lock = pass.rule().of(BundleFacts.of(bundle, pass.now()).latest(), pass.now());
                LockedObject there =
                        pass.store()
                                .put(
                                        path,
                                        bundle.array(),
                                        new Lock(lock.mode(), lock.until(), true));
                lines.add(new ManifestLine.Held(path, there.version(), hold.name()));
            }
            for (ManifestLine.Stored evidence : soFar.evidence(log.folder(), n)) {
                if (!soFar.isHeld(evidence.path(), hold.name())) {
                    pass.store().hold(evidence.path(), evidence.version(), true);
                    lines.add(
                            new ManifestLine.Held(
                                    evidence.path(), evidence.version(), hold.name()));
                }
            }
        }
        return lines;
    }

    private List<ManifestLine> freed(String hold, Instant ended) throws IOException {
        List<ManifestLine> lines = new ArrayList<>();
        for (ManifestLine.Held one : soFar.by(hold)) {
            Lock lock = pass.rule().of(ended, pass.now());
            pass.store().extend(one.path(), one.version(), lock);
            lines.add(new ManifestLine.Longer(one.path(), one.version(), lock.until()));
            // From here on the date alone keeps it, and the date is long enough.
            if (soFar.holders(one.path()) == 1) {
                pass.store().hold(one.path(), one.version(), false);
            }
            lines.add(new ManifestLine.Freed(one.path(), one.version(), hold));
        }
        return lines;
    }
}
