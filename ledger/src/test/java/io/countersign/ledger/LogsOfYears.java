package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.KeptCheckpoints;
import io.countersign.audit.verify.LogTrust;
import io.countersign.audit.verify.LogsVerifier;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An installation's logs, read and verified in their order as an outsider would.
final class LogsOfYears {
    /// The leaves of each log, the oldest first.
    final List<List<byte[]>> leaves = new ArrayList<>();

    final List<Checkpoint> checkpoints = new ArrayList<>();
    final List<Report> reports = new ArrayList<>();

    private LogsOfYears() {}

    /// With the keys that lie beside each.
    static LogsOfYears verified(LogUnderTest first, int... years) throws Exception {
        LogsOfYears logs = read(first, Optional.empty(), years);
        for (Report report : logs.reports) {
            assertThat(report.failed()).isEmpty();
            assertThat(report.conclusion()).isEqualTo(Conclusion.CONSISTENT);
        }
        return logs;
    }

    /// @param trusted keys from elsewhere; empty: those beside each log
    static LogsOfYears read(LogUnderTest first, Optional<VerifierKeys> trusted, int... years)
            throws Exception {
        List<LogUnderTest> places = new ArrayList<>(List.of(first));
        for (int year : years) {
            places.add(first.ofYear(year));
        }
        LogsOfYears logs = new LogsOfYears();
        Optional<LogTrust> trust = Optional.empty();
        if (trusted.isPresent()) {
            trust =
                    Optional.of(
                            LogTrust.of(
                                    places.stream().map(LogUnderTest::tiles).toList(),
                                    trusted.get()));
        }
        try (ExecutorService workers = Executors.newSingleThreadExecutor()) {
            LogsVerifier verifier = new LogsVerifier(trust, (_, _) -> true, workers);
            for (LogUnderTest place : places) {
                logs.add(place, trust.map(LogTrust::keys), verifier);
            }
        }
        return logs;
    }

    private void add(LogUnderTest place, Optional<VerifierKeys> trusted, LogsVerifier verifier)
            throws Exception {
        Checkpoint checkpoint =
                Checkpoint.parse(
                        SignedNote.parse(place.tiles().read(TilePath.CHECKPOINT).orElseThrow())
                                .text());
        VerifierKeys beside =
                VerifierKeys.parse(
                        new String(place.beside(".vkeys").orElseThrow(), StandardCharsets.UTF_8));
        Request request =
                trusted.map(Request::trusting).orElseGet(() -> Request.withKeysBeside(beside));
        Optional<KeptCheckpoints> kept = KeptCheckpoints.in(place.folderBeside(".checkpoints"));
        reports.add(
                verifier.next(
                        place.tiles(),
                        checkpoint.origin(),
                        kept.map(request::withKeptCheckpoints).orElse(request)));
        checkpoints.add(checkpoint);
        leaves.add(leaves(place, checkpoint));
    }

    private static List<byte[]> leaves(LogUnderTest place, Checkpoint checkpoint) throws Exception {
        LogTiles tiles = new LogTiles(place.tiles(), checkpoint.size());
        List<byte[]> leaves = new ArrayList<>();
        for (long n = 0; n * TilePath.FULL_WIDTH < checkpoint.size().value(); n++) {
            Bundle bundle = tiles.bundle(n);
            for (int i = 0; i < bundle.width(); i++) {
                leaves.add(bundle.entry(i));
            }
        }
        return leaves;
    }

    List<AuditEntry> entries(int log) {
        EntryCodec codec = new EntryCodec();
        return leaves.get(log).stream().map(codec::entry).toList();
    }

    /// Entries of a chain by their leaf hashes, over all logs.
    List<Hash> chain(String id) {
        EntryCodec codec = new EntryCodec();
        return leaves.stream()
                .flatMap(List::stream)
                .filter(leaf -> codec.entry(leaf).getChain().equals(id))
                .map(LeafHash::of)
                .toList();
    }
}
