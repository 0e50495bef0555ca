package io.countersign.audit.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.merkle.InclusionProof;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.ReferenceTree;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.Subtrees;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TileEdgeGrowsLikeTheTreeTest {
    private static final String ORIGIN = "example.org/log";

    @Test
    void oneLeafAtATimeUpToSeventy() throws IOException {
        List<byte[]> entries = ReferenceTree.leaves(70);
        MemoryLog log = new MemoryLog();
        TreeEdge edge = TreeEdge.empty();
        assertThat(edge.root()).isEqualTo(TreeHasher.emptyRoot());
        for (int n = 1; n <= 70; n++) {
            Growth growth = edge.append(MemoryLog.leaves(entries.subList(n - 1, n)));
            log.store(growth);
            edge = growth.edge();
            assertThat(growth.root()).isEqualTo(ReferenceTree.mth(entries.subList(0, n)));
            assertThat(edge.root()).isEqualTo(growth.root());
            assertThat(edge.size().value()).isEqualTo(n);
        }
    }

    @Test
    void randomBatchesOverLevelsGiveTheSameRootAndCanBeLoadedAgain() throws IOException {
        int total = 66_500;
        List<byte[]> entries = ReferenceTree.leaves(total);
        Random random = new Random(20261126);
        MemoryLog log = new MemoryLog();
        TreeEdge edge = TreeEdge.empty();
        int at = 0;
        while (at < total) {
            int batch =
                    Math.min(
                            total - at,
                            random.nextInt(3) == 0 ? 256 - at % 256 : random.nextInt(1, 4000));
            Growth growth = edge.append(MemoryLog.leaves(entries.subList(at, at + batch)));
            log.store(growth);
            at += batch;
            // Going on from what is stored is the same as going on from memory.
            edge = TreeEdge.load(log, new Checkpoint(ORIGIN, new TreeSize(at), growth.root()));
            assertThat(edge.root()).isEqualTo(growth.root());
        }
        Sha256 root = ReferenceTree.mth(entries);
        assertThat(edge.root()).isEqualTo(root);
        LogTiles tiles = new LogTiles(log, new TreeSize(total));
        assertThat(Subtrees.root(tiles.size(), tiles)).isEqualTo(root);
        TreeHasher hasher = new TreeHasher();
        for (int i = 0; i < total; i += 997) {
            InclusionProof proof = InclusionProof.generate(new LeafIndex(i), tiles.size(), tiles);
            assertThat(proof.verify(hasher.leafHash(entries.get(i)), root).isValid()).isTrue();
        }
        // 66,500 = 259 * 256 + 196 = 1 * 65,536 + 3 * 256 + 196
        assertThat(log.objects)
                .containsKeys(
                        "tile/0/258",
                        "tile/0/259.p/196",
                        "tile/1/000",
                        "tile/1/001.p/3",
                        "tile/2/000.p/1",
                        "tile/entries/259.p/196");
        assertThat(log.objects.keySet()).allMatch(path -> TilePath.parse(path).isPresent());
    }

    @Test
    void emptyBatchStoresNothing() {
        TreeEdge edge = TreeEdge.empty().append(MemoryLog.leaves(ReferenceTree.leaves(300))).edge();
        Growth growth = edge.append(List.of());
        assertThat(growth.objects()).isEmpty();
        assertThat(growth.root()).isEqualTo(edge.root());
    }

    @Test
    void appendingLeavesTheOldEdgeAsItWas() {
        TreeEdge edge = TreeEdge.empty().append(MemoryLog.leaves(ReferenceTree.leaves(5))).edge();
        Sha256 before = edge.root();
        Growth one = edge.append(MemoryLog.leaves(ReferenceTree.leaves(600)));
        Growth again = edge.append(MemoryLog.leaves(ReferenceTree.leaves(600)));
        assertThat(edge.root()).isEqualTo(before);
        assertThat(again.root()).isEqualTo(one.root());
    }

    @Test
    void fullTileStandsInForAPartialOneThatIsGone() throws IOException {
        MemoryLog log = new MemoryLog();
        Growth first = TreeEdge.empty().append(MemoryLog.leaves(ReferenceTree.leaves(200)));
        log.store(first);
        log.store(first.edge().append(MemoryLog.leaves(ReferenceTree.leaves(100))));
        log.objects.remove("tile/0/000.p/200");
        log.objects.remove("tile/entries/000.p/200");
        TreeEdge loaded =
                TreeEdge.load(log, new Checkpoint(ORIGIN, new TreeSize(200), first.root()));
        assertThat(loaded.root()).isEqualTo(first.root());
    }

    @Test
    void damageIsNamedOnLoad() {
        Growth growth = TreeEdge.empty().append(MemoryLog.leaves(ReferenceTree.leaves(300)));
        Checkpoint checkpoint = new Checkpoint(ORIGIN, new TreeSize(300), growth.root());
        assertThat(faultOf(growth, checkpoint, log -> log.objects.remove("tile/0/001.p/44")))
                .isEqualTo(LogFault.MISSING);
        assertThat(faultOf(growth, checkpoint, log -> log.flip("tile/0/001.p/44", 7)))
                .isEqualTo(LogFault.HASH_MISMATCH);
        assertThat(faultOf(growth, checkpoint, log -> log.flip("tile/1/000.p/1", 7)))
                .isEqualTo(LogFault.ROOT_MISMATCH);
        assertThat(faultOf(growth, checkpoint, log -> log.flip("tile/entries/001.p/44", 2)))
                .isEqualTo(LogFault.HASH_MISMATCH);
        assertThat(
                        faultOf(
                                growth,
                                checkpoint,
                                log -> log.objects.put("tile/entries/001.p/44", new byte[3])))
                .isEqualTo(LogFault.TRUNCATED);
        assertThat(
                        faultOf(
                                growth,
                                checkpoint,
                                log -> log.objects.put("tile/entries/001.p/44", new byte[500])))
                .isEqualTo(LogFault.SURPLUS_BYTES);
        assertThat(
                        faultOf(
                                growth,
                                checkpoint,
                                log -> log.objects.put("tile/0/001.p/44", new byte[31])))
                .isEqualTo(LogFault.WRONG_LENGTH);
    }

    private static LogFault faultOf(
            Growth growth, Checkpoint checkpoint, java.util.function.Consumer<MemoryLog> damage) {
        MemoryLog log = new MemoryLog();
        for (TileObject object : growth.objects()) {
            log.objects.put(object.path().path(), object.bytes().clone());
        }
        damage.accept(log);
        LogFault[] fault = new LogFault[1];
        assertThatThrownBy(() -> TreeEdge.load(log, checkpoint))
                .isInstanceOfSatisfying(DamagedLogException.class, e -> fault[0] = e.fault());
        return fault[0];
    }
}
