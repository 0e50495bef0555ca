package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.RecordPart;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Locks what is full or final of an installation's logs. One page of the manifest after the other,
/// each in this order:
///
/// 1. The next full bundles are read, and hash tiles made of them. What they give is proven to be
///    what the signed checkpoint commits to: nothing else is locked for six years.
/// 2. They are stored, each once, with mode and date, and the store is asked what it has.
/// 3. A signed page names them.
///
/// A keeper that was killed anywhere begins at the newest page: it finds what was stored already,
/// and stores nothing twice. Two at once do no harm: the page that comes second is refused. Belongs
/// to one thread.
public final class Keeper {
    /// 16,384 leaves.
    public static final int BUNDLES_OF_A_PAGE = 64;

    private final LockedStore store;
    private final String installation;
    private final List<NoteSigner> signers;
    private final List<NoteVerifier> trusted;
    private final RetentionRule rule;
    private Optional<Begun> begun = Optional.empty();

    /// What is known of the manifest since some pass before.
    private record Begun(ManifestWriter pages, ObjectsSoFar soFar) {}

    /// @param installation the name of the first log; each signer bears it
    /// @param trusted keys of that name, former ones too: who signed earlier pages
    public Keeper(
            LockedStore store,
            String installation,
            List<? extends NoteSigner> signers,
            Collection<? extends NoteVerifier> trusted,
            RetentionRule rule) {
        if (signers.isEmpty()
                || !signers.stream()
                        .allMatch(signer -> signer.verifierKey().name().equals(installation))) {
            throw new IllegalArgumentException(
                    "a manifest is signed under its installation's name");
        }
        this.store = store;
        this.installation = installation;
        this.signers = List.copyOf(signers);
        this.trusted = List.copyOf(trusted);
        this.rule = rule;
    }

    /// One pass over all that waits.
    ///
    /// @param now by this machine's clock
    /// @throws LockedLogException where a log is not what was locked of it
    /// @throws LockRefusedException where the store does not lock as it is asked to
    public KeepReport pass(ToKeep keep, Instant now) throws IOException {
        boolean done = false;
        try {
            Begun at = begin();
            Pass pass = new Pass(store, rule, at.pages(), at.soFar(), now);
            List<LogToKeep> logs =
                    keep.logs().stream().filter(log -> !isDisposed(at.soFar(), log)).toList();
            for (LogToKeep log : logs) {
                new FullBundles(pass, log, keep.holds()).keep();
                new BesideFiles(pass, log).keep();
            }
            new Documents(pass).keep(keep);
            new Holds(pass).apply(keep);
            // Last, since it depends on more than the log: whatever it fails at, the entries are
            // locked by now. What is held of it is held with the next pass.
            KeepReport report = report(pass, logs, evidence(pass, logs, keep.evidence()));
            done = true;
            return report;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            if (!done) {
                // What is known may be old now; the store says what is.
                begun = Optional.empty();
            }
        }
    }

    private Begun begin() throws IOException {
        if (begun.isPresent() && !begun.get().pages().isThere()) {
            begun = Optional.empty();
        }
        if (begun.isEmpty()) {
            ManifestWriter pages = ManifestWriter.open(store, installation, signers, trusted, rule);
            begun =
                    Optional.of(
                            new Begun(pages, ObjectsSoFar.of(pages.manifest().chain().pages())));
        }
        return begun.get();
    }

    private static boolean isDisposed(ObjectsSoFar soFar, LogToKeep log) {
        return soFar.isPartDisposed(RecordPart.log(log.folder()));
    }

    private record Evidence(long records, long missing) {}

    private static Evidence evidence(
            Pass pass, List<LogToKeep> logs, Optional<EvidenceSource> source) throws IOException {
        if (source.isEmpty()) {
            return new Evidence(0, 0);
        }
        EvidenceOfEntries evidence = new EvidenceOfEntries(pass, source.get());
        for (LogToKeep log : logs) {
            evidence.keep(log);
        }
        return new Evidence(evidence.records(), evidence.missing());
    }

    private static KeepReport report(Pass pass, List<LogToKeep> logs, Evidence evidence) {
        long leaves = 0;
        long waiting = 0;
        long open = 0;
        long evidenceWaiting = 0;
        for (LogToKeep log : logs) {
            LockedTree tree = pass.tree(log.verified().origin());
            long size = log.verified().size().value();
            long locked = tree.size().value();
            long full = log.lockable();
            leaves += locked;
            waiting += Math.max(0, full - locked);
            open += size - Math.max(full, locked);
            evidenceWaiting += locked - tree.evidence().value();
        }
        return new KeepReport(
                leaves,
                waiting,
                open,
                pass.objects(),
                evidence.records(),
                evidence.missing(),
                evidenceWaiting,
                pass.made());
    }
}
