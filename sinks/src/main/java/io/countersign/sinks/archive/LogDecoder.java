package io.countersign.sinks.archive;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.chain.MalformedEntryException.Reason;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.SchemaEntry;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/// Reads a log's entries and makes their rows, on several threads, and hands them out in the log's
/// order. Entries of a schema that this program does not hold are decoded by the text that the log
/// itself brings along before their first.
final class LogDecoder {
    /// Schemas that one log may bring along.
    private static final int MAX_SCHEMAS = 256;

    private final TileSource log;
    private final TreeSize size;
    private final ExecutorService threads;
    private final int bundlesAtATime;
    private final List<Schema> learnt = new ArrayList<>();

    /// One a thread: it keeps texts that it read lately, which neighbours in a log share.
    private final ThreadLocal<EntryCodec> codecs = ThreadLocal.withInitial(EntryCodec::new);

    /// @param bundlesAtATime read, decoded and hashed before they are handed out
    LogDecoder(TileSource log, TreeSize size, ExecutorService threads, int bundlesAtATime) {
        this.log = log;
        this.bundlesAtATime = bundlesAtATime;
        this.size = size;
        this.threads = threads;
    }

    /// The hash of a leaf and what the archive makes of it.
    record Decoded(Sha256 leafHash, EntryRows rows) {}

    /// What could be done without the leaves before.
    private sealed interface Alone {
        Leaf leaf();

        record Known(Leaf leaf, EntryRows rows) implements Alone {}

        record BringsSchema(Leaf leaf, SchemaEntry schema, EntryRows rows) implements Alone {}

        record OfOtherSchema(Leaf leaf) implements Alone {}
    }

    /// The next entries from an index on; none at the end.
    ///
    /// @throws IOException where the log cannot be read, or where a leaf is no entry
    List<Decoded> from(long index) throws IOException, InterruptedException {
        long first = index / TilePath.FULL_WIDTH;
        long end =
                Math.min(
                        first + bundlesAtATime,
                        Math.ceilDiv(size.value(), (long) TilePath.FULL_WIDTH));
        List<Future<List<Alone>>> bundles = new ArrayList<>();
        for (long n = first; n < end; n++) {
            long bundle = n;
            int skip = (int) Math.max(0, index - n * TilePath.FULL_WIDTH);
            bundles.add(threads.submit(() -> alone(bundle, skip)));
        }
        List<Decoded> all = new ArrayList<>();
        for (Future<List<Alone>> bundle : bundles) {
            for (Alone alone : ArchiveWriter.result(bundle)) {
                all.add(new Decoded(alone.leaf().hash(), rows(alone, index + all.size())));
            }
        }
        return all;
    }

    private List<Alone> alone(long n, int skip) throws IOException {
        Bundle bundle = new LogTiles(log, size).bundle(n);
        TreeHasher hasher = new TreeHasher();
        EntryCodec codec = codecs.get();
        List<Alone> all = new ArrayList<>(bundle.width());
        for (int i = skip; i < bundle.width(); i++) {
            Leaf leaf = new Leaf(bundle.entry(i), hasher);
            all.add(alone(leaf, codec, n * TilePath.FULL_WIDTH + i));
        }
        return all;
    }

    private static Alone alone(Leaf leaf, EntryCodec codec, long index) throws IOException {
        try {
            AuditEntry entry = codec.entry(leaf.bytes());
            Optional<SchemaEntry> schema = entry.getSchema$();
            return schema.isPresent()
                    ? new Alone.BringsSchema(leaf, schema.get(), rows(leaf, entry))
                    : new Alone.Known(leaf, rows(leaf, entry));
        } catch (MalformedEntryException e) {
            if (e.reason() == Reason.UNKNOWN_FINGERPRINT) {
                return new Alone.OfOtherSchema(leaf);
            }
            throw noEntry(index);
        }
    }

    private EntryRows rows(Alone alone, long index) throws IOException {
        return switch (alone) {
            case Alone.Known known -> known.rows();
            case Alone.BringsSchema brings -> {
                learn(brings.schema());
                yield brings.rows();
            }
            case Alone.OfOtherSchema other -> {
                try {
                    yield rows(other.leaf(), new EntryCodec(learnt).entry(other.leaf().bytes()));
                } catch (MalformedEntryException e) {
                    throw noEntry(index);
                }
            }
        };
    }

    private static EntryRows rows(Leaf leaf, AuditEntry entry) {
        return EntryRows.of(new ArchivedEntry(entry, new Hash(leaf.hash().bytes())));
    }

    private static IOException noEntry(long index) {
        return new ArchiveFailedException(
                "leaf " + index + " of the log is no entry that this program can read");
    }

    /// What this program holds stays as it holds it: a fingerprint is easily forged.
    private void learn(SchemaEntry entry) {
        byte[] text = entry.getText().getBytes(StandardCharsets.UTF_8);
        if (learnt.size() == MAX_SCHEMAS
                || !Sha256.of(text).equals(Sha256.copyOf(entry.getSha256().bytes()))) {
            return;
        }
        try {
            Schema schema = new Schema.Parser().parse(entry.getText());
            long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
            if (BundledSchemas.get().byFingerprint(fingerprint).isEmpty()) {
                learnt.add(schema);
            }
        } catch (AvroRuntimeException _noSchema) {
            // Entries that name it cannot be read, and their place is told then.
        }
    }
}
