package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.verify.CheckCode;
import io.countersign.audit.verify.CheckVerdict;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.LogReaders;
import io.countersign.audit.verify.Report;
import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.NextLog;
import io.countersign.schemas.PreviousLog;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.TimestampEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EachYearHasItsLogTest {
    private static final Instant LATE = Instant.parse("2026-12-31T23:59:59.500Z");

    @TempDir Path folder;
    private final Workbench bench = new Workbench();

    @Test
    void theFirstSealOfAYearEndsTheLogAndTheNextOneCarriesItsRoot() throws Exception {
        seal(10);
        bench.now = LATE;
        seal(20);
        seal(30);
        LogsOfYears logs = verified(2027);
        List<AuditEntry> old = logs.entries(0);
        SealEntry last = old.getLast().getSeal().orElseThrow();
        NextLog next = last.getNext().orElseThrow();
        assertThat(next.getOrigin()).isEqualTo(Workbench.ORIGIN + "/2027");
        assertThat(next.getVkeys())
                .containsExactly(bench.signer.named(next.getOrigin()).verifierKey().vkey());
        AuditEntry first = logs.entries(1).getFirst();
        PreviousLog previous = first.getTakeover().orElseThrow().getPreviousLog().orElseThrow();
        assertThat(previous.getInstallation()).isEqualTo(Workbench.ORIGIN);
        assertThat(previous.getOrigin()).isEqualTo(Workbench.ORIGIN);
        assertThat(previous.getSize()).isEqualTo(logs.checkpoints.getFirst().size().value());
        assertThat(previous.getRoot().bytes())
                .isEqualTo(logs.checkpoints.getFirst().root().bytes());
        assertThat(previous.getHeads()).isEqualTo(last.getHeads());
        // The sealer's chain and the numbers of its seals go on.
        assertThat(first.getSeq()).isEqualTo(old.getLast().getSeq() + 1);
        assertThat(logs.entries(1).getLast().getSeal().orElseThrow().getN())
                .isEqualTo(last.getN() + 1);
        assertThat(logs.entries(1).stream().map(AuditEntry::getKind).limit(3))
                .containsExactly(EntryKind.TAKEOVER, EntryKind.SCHEMA, EntryKind.KEY);
        assertThat(logs.entries(1).stream().map(EntryGrammar::faults)).allMatch(List::isEmpty);
        assertThat(logs.chain("audit.entry.v1/0@1")).isEqualTo(bench.topic.leafHashes().get(0));
        assertThat(logs.checkpoints.getLast().origin()).isEqualTo(Workbench.ORIGIN + "/2027");
        assertThat(Files.readString(folder.resolve("2027/log.vkeys")))
                .isEqualTo(next.getVkeys().getFirst() + "\n");
    }

    @Test
    void aLedgerThatStoodStillForYearsEndsTheLogWhenItStarts() throws Exception {
        seal(10);
        bench.now = Instant.parse("2029-03-01T08:00:00Z");
        seal(5);
        seal(7);
        bench.now = Instant.parse("2030-01-01T00:00:00Z");
        seal(0);
        seal(3);
        LogsOfYears logs = verified(2029, 2030);
        assertThat(logs.chain("audit.entry.v1/0@1")).isEqualTo(bench.topic.leafHashes().get(0));
        assertThat(logs.reports.get(1).check(CheckCode.LOG_SUCCESSION).sentence())
                .startsWith("This log has ended, and goes on as " + Workbench.ORIGIN + "/2030.");
    }

    @Test
    void aRunningSealerSealsNothingMoreIntoALogThatHasEnded() throws Exception {
        bench.now = LATE;
        bench.topic.write(0, 3);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder);
                Sealer sealer = bench.load(storage)) {
            bench.now = LATE.minusSeconds(5);
            assertThat(bench.readAndSeal(sealer)).isPresent();
            assertThat(sealer.hasEnded()).isFalse();
            bench.now = LATE;
            assertThat(bench.readAndSeal(sealer)).isPresent();
            assertThat(sealer.hasEnded()).isTrue();
            assertThatThrownBy(sealer::sealIfDue).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theFirstVkeyIsEnoughForAllLogsAndTheLastOneToo() throws Exception {
        seal(10);
        bench.now = LATE;
        seal(10);
        Ed25519NoteSigner second = Ed25519NoteSigner.generate(Workbench.ORIGIN, new SecureRandom());
        bench.signedBy(bench.signer, second);
        seal(10);
        bench.signedBy(second);
        seal(10);
        for (VerifierKey key :
                List.of(
                        bench.signer.verifierKey(),
                        second.named(Workbench.ORIGIN + "/2027").verifierKey())) {
            VerifierKeys trusted = new VerifierKeys(List.of(key));
            LogsOfYears logs =
                    LogsOfYears.read(
                            new LogUnderTest.InDirectory(folder), Optional.of(trusted), 2027);
            assertThat(logs.reports).extracting(Report::failed).allMatch(List::isEmpty);
            assertThat(logs.reports)
                    .extracting(Report::conclusion)
                    .containsOnly(Conclusion.AUTHENTIC);
        }
        VerifierKeys stranger =
                new VerifierKeys(
                        List.of(
                                Ed25519NoteSigner.generate(Workbench.ORIGIN, new SecureRandom())
                                        .verifierKey()));
        assertThat(
                        LogsOfYears.read(
                                        new LogUnderTest.InDirectory(folder),
                                        Optional.of(stranger),
                                        2027)
                                .reports)
                .extracting(Report::conclusion)
                .containsOnly(Conclusion.FAILED);
    }

    @Test
    void anEntryIsFoundInTheLogThatHoldsIt() throws Exception {
        seal(10);
        bench.now = LATE;
        seal(10);
        seal(20);
        // The first key leads to the later log, and the later one's to the first.
        for (VerifierKey key :
                List.of(
                        bench.signer.verifierKey(),
                        bench.signer.named(Workbench.ORIGIN + "/2027").verifierKey())) {
            VerifierKeys trusted = new VerifierKeys(List.of(key));
            LogReaders readers =
                    LogReaders.open(
                            List.of(
                                    new LogUnderTest.InDirectory(folder).tiles(),
                                    new LogUnderTest.InDirectory(folder).ofYear(2027).tiles()),
                            trusted);
            for (long seq : List.of(0L, 19L, 20L, 39L)) {
                LogReaders.Found found =
                        readers.find(ChainId.parse("audit.entry.v1/0@1"), seq).orElseThrow();
                assertThat(found.says().getSeq()).isEqualTo(seq);
                assertThat(found.log().checkpoint().origin().endsWith("/2027"))
                        .isEqualTo(seq >= 20);
            }
            assertThat(readers.find(ChainId.parse("audit.entry.v1/0@1"), 40)).isEmpty();
        }
    }

    @Test
    void aLaterLogByItselfSaysWhatItGoesOnFrom() throws Exception {
        seal(10);
        bench.now = LATE;
        seal(10);
        seal(10);
        LogsOfYears alone =
                LogsOfYears.read(
                        new LogUnderTest.InDirectory(folder.resolve("2027")), Optional.empty());
        assertThat(alone.reports.getFirst().failed()).isEmpty();
        assertThat(alone.reports.getFirst().check(CheckCode.LOG_SUCCESSION).verdict())
                .isEqualTo(CheckVerdict.NOT_CHECKED);
    }

    @Test
    void aTimeStampOfTheOldLogIsNotChainedInTheNextOne() throws Exception {
        BlockingQueue<News> news = new ArrayBlockingQueue<>(4);
        news.add(
                new News.Stamp(
                        Workbench.ORIGIN,
                        TimestampEntry.newBuilder()
                                .setSize(5)
                                .setCheckpoint(new io.countersign.schemas.Hash(new byte[32]))
                                .setWithoutSinceMillis(0L)
                                .build()));
        seal(1);
        bench.now = LATE;
        seal(1);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder);
                Sealer sealer = bench.load(storage, bench.topic.delivering(), news)) {
            bench.readAndSeal(sealer);
        }
        assertThat(news).isEmpty();
        assertThat(verified(2027).entries(1))
                .extracting(AuditEntry::getKind)
                .doesNotContain(EntryKind.TIMESTAMP);
    }

    private LogsOfYears verified(int... years) throws Exception {
        return LogsOfYears.verified(new LogUnderTest.InDirectory(folder), years);
    }

    private void seal(int entries) throws Exception {
        bench.topic.write(0, entries);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
        }
    }
}
