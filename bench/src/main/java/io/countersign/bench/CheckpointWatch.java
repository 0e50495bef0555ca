package io.countersign.bench;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// Looks every few milliseconds whether a log has a new checkpoint. The seal that ends it says how
/// far it covers each chain. Asked from any thread.
final class CheckpointWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(5);

    private final DirectoryTileSource source;
    private final EntryCodec codec = new EntryCodec();
    private final List<Covered> covered = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile Optional<Exception> failure = Optional.empty();

    /// A checkpoint.
    ///
    /// @param nanos when it was seen, by [System#nanoTime]
    /// @param sealedMillis when its batch was closed, by the sealer's clock
    /// @param heads last entry of each chain that the checkpoint covers
    record Covered(long nanos, long sealedMillis, Map<String, Long> heads) {}

    private CheckpointWatch(Path log) {
        source = new DirectoryTileSource(log);
        thread = Thread.ofPlatform().daemon().name("checkpoint-watch").unstarted(this::run);
    }

    static CheckpointWatch start(Path log) {
        CheckpointWatch watch = new CheckpointWatch(log);
        watch.thread.start();
        return watch;
    }

    /// When the first checkpoint that covers an entry was seen, by [System#nanoTime]; empty where
    /// none was yet.
    OptionalLong coveredAt(String chain, long seq) {
        return covering(chain, seq)
                .map(one -> OptionalLong.of(one.nanos()))
                .orElse(OptionalLong.empty());
    }

    /// The first checkpoint that covers an entry; empty where none was seen yet.
    Optional<Covered> covering(String chain, long seq) {
        if (failure.isPresent()) {
            throw new GateFailure("the log cannot be read: " + failure.get());
        }
        return covered.stream()
                .filter(one -> one.heads().getOrDefault(chain, -1L) >= seq)
                .findFirst();
    }

    private void run() {
        long size = 0;
        try {
            while (!closed) {
                size = look(size);
                LockSupport.parkNanos(LOOK.toNanos());
            }
        } catch (IOException | MalformedNoteException | RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    private long look(long before) throws IOException, MalformedNoteException {
        Optional<byte[]> stored = source.read(TilePath.CHECKPOINT);
        long now = System.nanoTime();
        if (stored.isEmpty()) {
            return before;
        }
        Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(stored.get()).text());
        long size = checkpoint.size().value();
        if (size != before) {
            AuditEntry seal = seal(checkpoint);
            covered.add(new Covered(now, seal.getTimeMillis(), heads(seal)));
        }
        return size;
    }

    /// The last entry.
    private AuditEntry seal(Checkpoint checkpoint) throws IOException {
        long last = checkpoint.size().value() - 1;
        Bundle bundle = new LogTiles(source, checkpoint.size()).bundle(last / TilePath.FULL_WIDTH);
        return codec.entry(bundle.entry((int) (last % TilePath.FULL_WIDTH)));
    }

    private static Map<String, Long> heads(AuditEntry seal) {
        Map<String, Long> heads = new HashMap<>();
        for (ChainHead head :
                seal.getSeal()
                        .orElseThrow(() -> new GateFailure("a checkpoint ends with no seal"))
                        .getHeads()) {
            heads.put(head.getChain(), head.getSeq());
        }
        return heads;
    }

    @Override
    public void close() {
        closed = true;
    }
}
