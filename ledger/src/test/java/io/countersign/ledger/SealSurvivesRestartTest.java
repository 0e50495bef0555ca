package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.InputPosition;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealSurvivesRestartTest {
    @TempDir Path folder;
    private final Workbench bench = new Workbench();

    @Test
    void aNewSealerGoesOnWhereTheLastOneStopped() throws Exception {
        for (int start = 0; start < 6; start++) {
            bench.topic.write(start % 3, 50 * start + 1);
            try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
                bench.sealOnce(storage);
            }
            WholeLog.verified(folder);
        }
        WholeLog log = WholeLog.verified(folder);
        assertThat(log.chain("audit.entry.v1/2@1")).isEqualTo(bench.topic.leafHashes().get(2));
        assertThat(log.ofKind(EntryKind.TAKEOVER)).hasSize(5);
        assertThat(log.ofKind(EntryKind.GENESIS).getFirst().getChain()).isEqualTo("ledger/0@1");
        // Each takeover names the incarnation before it.
        List<AuditEntry> own =
                log.entries.stream()
                        .filter(entry -> entry.getChain().equals("ledger/0@1"))
                        .toList();
        for (int i = 1; i < own.size(); i++) {
            AuditEntry entry = own.get(i);
            AuditEntry before = own.get(i - 1);
            if (entry.getTakeover().isPresent()) {
                assertThat(entry.getTakeover().get().getPrevious())
                        .isEqualTo(before.getIncarnation());
                assertThat(entry.getIncarnation()).isNotEqualTo(before.getIncarnation());
            } else {
                assertThat(entry.getIncarnation()).isEqualTo(before.getIncarnation());
            }
        }
    }

    @Test
    void theFirstLeavesSayWhoSealsAndHowEntriesAreRead() throws Exception {
        bench.topic.write(0, 1);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
        }
        WholeLog log = WholeLog.verified(folder);
        assertThat(log.entries.stream().map(AuditEntry::getKind))
                .containsExactly(
                        EntryKind.GENESIS,
                        EntryKind.SCHEMA,
                        EntryKind.KEY,
                        EntryKind.GENESIS,
                        EntryKind.SEAL);
        assertThat(log.entries.get(1).getSchema$().orElseThrow().getText())
                .isEqualTo(AuditEntry.getClassSchema().toString());
        assertThat(log.entries.get(2).getKey().orElseThrow().getVkey())
                .isEqualTo(bench.signer.verifierKey().vkey());
    }

    @Test
    void aSealHoldsAllHeadsWithTheirInputPositions() throws Exception {
        bench.topic.write(0, 9);
        bench.topic.write(2, 5);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
            // A partition that stands still keeps its head in the seals to come.
            bench.topic.write(2, 4);
            bench.sealOnce(storage);
        }
        SealEntry seal =
                WholeLog.verified(folder).ofKind(EntryKind.SEAL).getLast().getSeal().orElseThrow();
        assertThat(seal.getHeads().stream().map(ChainHead::getChain))
                .containsExactly("audit.entry.v1/0@1", "audit.entry.v1/2@1");
        assertThat(seal.getHeads().getFirst().getInputs())
                .containsExactly(new InputPosition(Topics.PROXY_RAW, 0, 6L));
        assertThat(seal.getHeads().getFirst().getEntryOffset()).isEqualTo(bench.topic.end(0));
        assertThat(seal.getHeads().getLast().getInputs())
                .containsExactly(new InputPosition(Topics.PROXY_RAW, 2, 6L));
    }

    @Test
    void withoutNewsASealComesEveryTenSecondsAndWithNewsEverySecond() throws Exception {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder);
                Sealer sealer = bench.load(storage)) {
            assertThat(bench.readAndSeal(sealer)).isPresent();
            for (int second = 1; second < 10; second++) {
                assertThat(bench.readAndSeal(sealer)).isEmpty();
            }
            assertThat(bench.readAndSeal(sealer))
                    .hasValueSatisfying(p -> assertThat(p.leaves()).isEqualTo(1));
            bench.topic.write(0, 1);
            bench.topic.deliver();
            sealer.read(Duration.ZERO);
            bench.now = bench.now.plusMillis(999);
            assertThat(sealer.sealIfDue()).isEmpty();
            bench.now = bench.now.plusMillis(1);
            assertThat(sealer.sealIfDue())
                    .hasValueSatisfying(p -> assertThat(p.leaves()).isEqualTo(2));
        }
        WholeLog.verified(folder);
    }

    @Test
    void whatRetentionTookAfterItWasSealedIsNotMissed() throws Exception {
        bench.topic.write(0, 7);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
            bench.topic.write(0, 3);
            bench.topic.expire(0, 7);
            bench.sealOnce(storage);
        }
        assertThat(WholeLog.verified(folder).chain("audit.entry.v1/0@1")).hasSize(10);
    }

    @Test
    void theNextGenerationOfAChainIsTakenUpAndTheOldHeadKept() throws Exception {
        bench.topic.write(0, 7);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
            bench.topic.writeNextGeneration(0, bench.topic.close(0));
            bench.sealOnce(storage);
            bench.topic.append(0, bench.topic.entry(0, 1, bench.topic.head(0).hash(), 2));
            bench.sealOnce(storage);
        }
        SealEntry seal =
                WholeLog.verified(folder).ofKind(EntryKind.SEAL).getLast().getSeal().orElseThrow();
        assertThat(seal.getHeads().stream().map(ChainHead::getChain))
                .containsExactly("audit.entry.v1/0@1", "audit.entry.v1/0@2");
    }

    @Test
    void theLogFolderHoldsThePublicLogAndNothingElse() throws Exception {
        bench.topic.write(0, 700);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
            bench.topic.write(1, 1);
            bench.sealOnce(storage);
        }
        try (Stream<Path> files = Files.walk(folder.resolve("log"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = folder.resolve("log").relativize(file).toString();
                assertThat(path).matches("checkpoint|tile/(entries|[0-9]+)/.*");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-r--r--");
            }
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("ledger"))))
                .isEqualTo("rwx------");
        assertThat(Files.readString(folder.resolve("log.vkeys"), StandardCharsets.UTF_8))
                .isEqualTo(bench.signer.verifierKey().vkey() + "\n");
        WholeLog.verified(folder);
    }
}
