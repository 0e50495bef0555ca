package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.verify.KeptCheckpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Locks the checkpoints that are kept beside a log and its time stamps, but for the newest
/// checkpoint: witnesses may still cosign it.
final class BesideFiles {
    /// Checkpoints and time stamps of one page.
    private static final int OF_A_PAGE = 500;

    private final Pass pass;
    private final LogToKeep log;

    BesideFiles(Pass pass, LogToKeep log) {
        this.pass = pass;
        this.log = log;
    }

    void keep() throws IOException {
        LockedTree tree = pass.tree(log.verified().origin());
        if (tree.sealed().value() == 0) {
            // Its first page comes first.
            return;
        }
        TreeSet<Long> sizes = new TreeSet<>();
        Optional<KeptCheckpoints> kept = KeptCheckpoints.in(log.checkpoints());
        kept.ifPresent(there -> sizes.addAll(there.sizes()));
        if (!log.ended()) {
            sizes.pollLast();
        }
        TreeSet<Long> stamps = new TreeSet<>();
        KeptCheckpoints.in(log.timestamps()).ifPresent(there -> stamps.addAll(there.sizes()));
        List<Long> due =
                List.copyOf(sizes.subSet(tree.kept().value(), false, tree.sealed().value(), true));
        for (int from = 0; from < due.size(); from += OF_A_PAGE) {
            List<Long> some = due.subList(from, Math.min(due.size(), from + OF_A_PAGE));
            List<Waiting> waiting = new ArrayList<>();
            for (long size : some) {
                String name = size + ".checkpoint";
                file("log.checkpoints/", name, log.checkpoints().read(name))
                        .ifPresent(waiting::add);
            }
            for (long size : stamps.subSet(tree.kept().value(), false, some.getLast(), true)) {
                for (String name : List.of(size + ".checkpoint", size + ".tsr")) {
                    file("log.timestamps/", name, log.timestamps().read(name))
                            .ifPresent(waiting::add);
                }
            }
            tree = pass.say(tree.keptTo(new TreeSize(some.getLast())), pass.stored(waiting));
        }
    }

    private Optional<Waiting> file(String folder, String name, Optional<byte[]> bytes) {
        return bytes.map(file ->
                new Waiting(
                        log.folder() + folder + name,
                        file,
                        pass.rule().ofHashes(pass.now(), pass.now()),
                        List.of()));
    }
}
