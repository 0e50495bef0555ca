package io.countersign.ledger.locked;

import io.countersign.audit.approval.ApprovedActs;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.locked.RecordPart;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.locked.LockedFault.Kind;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compares what a record let go with what the logs say about it.
final class DisposalCheck {
    /// An entry is kept for so long.
    private static final int KEPT_YEARS = 6;

    private final String installation;
    private final LockedRecord record;
    private final Set<ManifestLine.Disposed> chained = new HashSet<>();

    /// @param installation the name of the first log, under which persons agree
    DisposalCheck(String installation, LockedRecord record) {
        this.installation = installation;
        this.record = record;
    }

    /// Whether there is anything to compare.
    boolean hasAny() {
        return !record.disposals().isEmpty();
    }

    /// Remembers what the entries of a bundle say of disposals that two persons signed.
    void read(Bundle bundle) {
        for (int i = 0; i < bundle.width(); i++) {
            byte[] leaf = bundle.entry(i);
            try {
                if (EntryHead.ofAnyVersion(leaf).kind() == EntryKind.DISPOSAL) {
                    Optional.of(new EntryCodec().entry(leaf))
                            .filter(entry -> ApprovedActs.holds(installation, entry))
                            .flatMap(AuditEntry::getDisposal)
                            .ifPresent(said ->
                                    chained.add(
                                            new ManifestLine.Disposed(
                                                    said.getPart(),
                                                    said.getObjects(),
                                                    Sha256.copyOf(said.getList().bytes()))));
                }
            } catch (IllegalArgumentException _noDisposal) {
                // The log's own check names what is no entry.
            }
        }
    }

    /// Remembers what a log says behind its first leaves.
    void readBehind(long leaves, LockedCheck.LiveLog live) {
        long size = live.verified().size().value();
        LogTiles tiles = new LogTiles(live.tiles(), live.verified().size());
        try {
            for (long n = leaves / TilePath.FULL_WIDTH; n * TilePath.FULL_WIDTH < size; n++) {
                read(tiles.bundle(n));
            }
        } catch (DamagedLogException | UncheckedIOException _unreadable) {
            // Named by the comparison of the log.
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param complete all logs were read to their ends
    void finish(Faults faults, boolean complete) {
        List<LockedRecord.Disposal> disposals = record.disposals();
        for (int i = 0; i < disposals.size(); i++) {
            LockedRecord.Disposal disposal = disposals.get(i);
            String part = disposal.said().part();
            if (!disposal.due()) {
                faults.add(
                        Kind.NOT_DUE,
                        part,
                        "a page lets it go that names other objects than there were, or whose time had not come");
            }
            if (complete
                    && !chained.contains(disposal.said())
                    && !mayHaveGone(disposal, disposals.subList(i + 1, disposals.size()))) {
                faults.add(
                        Kind.NOT_CHAINED,
                        part,
                        "a page lets it go, and no entry of the log says that two persons agreed to it");
            }
        }
    }

    /// Whether the entry about a disposal may lie in a log that was itself let go since.
    private static boolean mayHaveGone(
            LockedRecord.Disposal disposal, Collection<LockedRecord.Disposal> later) {
        Instant kept = disposal.made().atOffset(ZoneOffset.UTC).plusYears(KEPT_YEARS).toInstant();
        return later.stream()
                .anyMatch(other ->
                        RecordPart.isLog(other.said().part()) && !other.ended().isBefore(kept));
    }
}
