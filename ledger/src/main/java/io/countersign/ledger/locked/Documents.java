package io.countersign.ledger.locked;

import io.countersign.audit.locked.ManifestLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Locks policies and lists of keys: each once, and again only where its lock has become much too
/// short. What is in force today is kept six years from today.
final class Documents {
    /// A lock is made longer once it would become so much longer: not with each pass.
    private static final Duration WORTH_EXTENDING = Duration.ofDays(30);

    private final Pass pass;

    Documents(Pass pass) {
        this.pass = pass;
    }

    void keep(ToKeep keep) throws IOException {
        List<Document> documents = new ArrayList<>(keep.documents());
        for (LogToKeep log : keep.logs()) {
            log.vkeys()
                    .ifPresent(keys ->
                            documents.add(
                                    Document.of(
                                            log.folder() + "keys/", keys, ".vkeys", pass.now())));
        }
        documents.removeIf(document -> pass.soFar().isDisposed(document.path()));
        List<Waiting> waiting = new ArrayList<>();
        List<ManifestLine> longer = new ArrayList<>();
        for (Document document : documents) {
            Lock lock = pass.rule().of(document.lastInForce(), pass.now());
            Optional<ObjectsSoFar.Locked> before = pass.soFar().document(document.path());
            if (before.isEmpty()) {
                waiting.add(new Waiting(document.path(), document.bytes(), lock, List.of()));
            } else if (!before.get().until().plus(WORTH_EXTENDING).isAfter(lock.until())) {
                String version = before.get().version();
                pass.store().extend(document.path(), version, lock);
                longer.add(new ManifestLine.Longer(document.path(), version, lock.until()));
            }
        }
        List<ManifestLine> lines = pass.stored(waiting);
        lines.addAll(longer);
        pass.say(lines);
    }
}
