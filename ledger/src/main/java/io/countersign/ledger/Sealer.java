package io.countersign.ledger;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.tiles.Growth;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.ledger.storage.LockLostException;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.StagingBundle;
import io.countersign.ledger.storage.StoredObject;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.NextLog;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.serde.SchemaResolver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.clients.consumer.Consumer;

/// Makes the log: reads committed entries, checks that each follows its chain's head, and seals
/// them in batches into a C2SP tlog-tiles log. `docs/spec/seal.md` is the format.
///
/// One thread uses it. After any [LedgerIncident] or other exception it must be closed; a new one
/// loads what is stored and goes on, by the same steps. Nothing that is not in the log is
/// remembered anywhere, so nothing can disagree.
public final class Sealer implements AutoCloseable {
    /// A batch that holds as much is sealed at once.
    public static final int MAX_BATCH_LEAVES = 50_000;

    public static final long MAX_BATCH_BYTES = 64L * 1024 * 1024;

    /// A clock that was set back by less is waited for.
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    /// For the records of the sealed heads to be read again at the start.
    private static final Duration HEADS_WITHIN = Duration.ofSeconds(30);

    private static final Duration HEADS_POLL = Duration.ofMillis(100);

    private final LogStorage storage;
    private final SealerSettings settings;
    private final InstantSource clock;
    private final EntryReader reader;
    private final LoadedLog log;

    // What the next seal builds on.
    private TreeEdge edge;
    private Optional<byte[]> lock;
    private Sha256 previousCheckpoint;
    private long nextSeal;
    private Instant sealedAt;

    // The batch.
    private final List<ReadEntry> batch = new ArrayList<>();
    private long batchBytes;
    private boolean opened;
    private boolean ended;

    /// What the ledger itself has to say; an entry leaves it only once it is sealed.
    private final BlockingQueue<News> news;

    private Sealer(
            OpenLog open, InstantSource clock, EntryReader reader, BlockingQueue<News> news) {
        this.news = news;
        this.storage = open.storage();
        this.settings = open.settings();
        this.clock = clock;
        this.reader = reader;
        this.log = open.loaded();
        this.edge = log.edge();
        this.lock = log.lock();
        this.previousCheckpoint = log.previousCheckpoint();
        this.nextSeal =
                log.lastSeal().map(seal -> seal.getSeal().orElseThrow().getN() + 1).orElse(0L);
        this.sealedAt =
                log.lastSeal()
                        .map(seal -> Instant.ofEpochMilli(seal.getTimeMillis()))
                        .orElse(Instant.EPOCH);
    }

    /// Loads the newest log, completes a seal that was cut off, and finds the place in the entry
    /// topic. Where the newest log has ended, the next one begins.
    ///
    /// @param storage of the installation's first log; stays the caller's to close
    /// @param consumer read_committed, without group and auto-commit, `auto.offset.reset` none;
    ///   closed with the sealer and closed where loading fails
    /// @param incarnation drawn at random for this start
    public static Sealer load(
            LogStorage storage,
            Consumer<byte[], byte[]> consumer,
            SchemaResolver schemas,
            SealerSettings settings,
            InstantSource clock,
            Incarnation incarnation)
            throws LedgerIncident {
        return load(
                storage,
                consumer,
                schemas,
                settings,
                clock,
                incarnation,
                new ArrayBlockingQueue<>(Timestamping.MAX_WAITING));
    }

    /// As above.
    ///
    /// @param news what to chain with the next seal; others may add to it at any time
    static Sealer load(
            LogStorage storage,
            Consumer<byte[], byte[]> consumer,
            SchemaResolver schemas,
            SealerSettings settings,
            InstantSource clock,
            Incarnation incarnation,
            BlockingQueue<News> news)
            throws LedgerIncident {
        EntryReader reader = new EntryReader(consumer, schemas, settings.partitions());
        boolean loaded = false;
        try {
            Sealer sealer =
                    new Sealer(OpenLog.find(storage, settings, incarnation), clock, reader, news);
            reader.seek(sealer.log.heads());
            sealer.findHeads();
            loaded = true;
            return sealer;
        } finally {
            if (!loaded) {
                reader.close();
            }
        }
    }

    /// Seals the ends of damaged chains, and nothing else.
    ///
    /// @param damages an incident for each of them
    /// @param closes the `close` of each, which the log's heads hold already
    static Progress sealClosing(
            OpenLog log,
            InstantSource clock,
            EntryReader reader,
            List<News> damages,
            List<ReadEntry> closes)
            throws LedgerIncident {
        Sealer sealer =
                new Sealer(
                        log,
                        clock,
                        reader,
                        new ArrayBlockingQueue<>(damages.size(), true, damages));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!now.isAfter(sealer.sealedAt)) {
            throw new LedgerIncident(
                    IncidentCode.CLOCK_BACKWARDS,
                    "it is " + now + ", the last seal bears " + sealer.sealedAt);
        }
        sealer.batch.addAll(closes);
        return sealer.seal(now);
    }

    /// Reads what is there into the batch, waiting up to `timeout` for something; at once where the
    /// batch is full.
    public void read(Duration timeout) throws LedgerIncident {
        if (isFull()) {
            return;
        }
        for (ReadEntry entry : reader.poll(timeout)) {
            if (log.heads().accept(entry.partition(), entry.offset(), entry.leaf())) {
                batch.add(entry);
                batchBytes += entry.leaf().bytes().length;
            }
        }
    }

    /// Seals if it is time: a second after the last seal while there is news, ten seconds after it
    /// while there is none, at once where the batch is full. The first seal of a year ends the log.
    public Optional<Progress> sealIfDue() throws LedgerIncident {
        if (ended) {
            throw new IllegalStateException("nothing follows the last seal of a log");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!now.isAfter(sealedAt)) {
            // Two seals never share a time, and a later one never bears an earlier one.
            if (Duration.between(now, sealedAt).compareTo(CLOCK_TOLERANCE) > 0) {
                throw new LedgerIncident(
                        IncidentCode.CLOCK_BACKWARDS,
                        "it is " + now + ", the last seal bears " + sealedAt);
            }
            return Optional.empty();
        }
        Duration since = Duration.between(sealedAt, now);
        boolean something = !opened || turns(now) || !batch.isEmpty() || !news.isEmpty();
        boolean due =
                since.compareTo(something ? settings.sealEvery() : settings.sealIdleEvery()) >= 0;
        return due || isFull() ? Optional.of(seal(now)) : Optional.empty();
    }

    /// Whether a new year has begun since the last seal.
    private boolean turns(Instant now) {
        return nextSeal > 0 && year(now) > year(sealedAt);
    }

    private static int year(Instant time) {
        return time.atOffset(ZoneOffset.UTC).getYear();
    }

    /// True once this log was sealed for the last time: a new sealer goes on with the next.
    public boolean hasEnded() {
        return ended;
    }

    /// The log that is sealed; closed with the storage that the sealer was loaded from.
    LogStorage storage() {
        return storage;
    }

    /// Until when there is nothing to do but read.
    Duration untilDue() {
        Instant due = sealedAt.plus(settings.sealEvery());
        Duration left = Duration.between(clock.instant(), due);
        return left.isNegative() || left.compareTo(settings.sealEvery()) > 0
                ? settings.sealEvery()
                : left;
    }

    public Progress progress() {
        return new Progress(edge.size(), nextSeal - 1, sealedAt, 0, reader.lag(), Duration.ZERO);
    }

    /// The whole of a seal. Whatever throws here, the next load finds one of two states: the lock
    /// checkpoint unmoved, and nothing has happened; or moved, and the staging bundle completes the
    /// seal.
    private Progress seal(Instant now) throws LedgerIncident {
        // Order: the ledger's own news, then the entries by partition and seq, then the seal.
        news.removeIf(item -> !item.isFor(settings.origin()));
        List<News> said = List.copyOf(news);
        List<Leaf> leaves = openingEntries(now);
        said.forEach(item -> leaves.add(log.own().news(item, now)));
        batch.sort(
                Comparator.comparingInt(ReadEntry::partition).thenComparingLong(ReadEntry::offset));
        batch.forEach(entry -> leaves.add(entry.leaf()));
        Optional<NextLog> next = turns(now) ? Optional.of(nextLog(now)) : Optional.empty();
        leaves.add(sealEntry(leaves.size() + 1L, next, now));

        Growth growth = edge.append(leaves);
        Checkpoint checkpoint =
                new Checkpoint(settings.origin(), growth.edge().size(), growth.root());
        StagingBundle staging =
                new StagingBundle(
                        StagingBundle.nameOf(checkpoint.size(), checkpoint.root()),
                        growth.objects().stream().map(StoredObject::of).toList());
        long begun = System.nanoTime();
        try {
            // Durable, and bound to nothing: a bundle that no lock checkpoint names is a stray,
            // which a later sealer drops.
            storage.putStaging(staging.name(), staging.encode());
            byte[] note = sign(checkpoint, now);
            // POINT OF NO RETURN. Before this step nobody saw anything. After it the log is bound
            // to this tree, whatever becomes of us: a next sealer completes it or refuses to go on.
            storage.replaceLock(lock, note);
            // POINT OF NO RETURN, in the middle of this: once the checkpoint is published, others
            // have seen the tree. All that it needs is durable by then; what follows only tidies
            // up.
            LoadedLog.complete(storage, settings, note, staging);
            lock = Optional.of(note);
            if (!opened) {
                storage.publishKeys(log.keys().now().text());
                // Nobody can bind the log to one of these any more: they follow a lock checkpoint
                // that is gone.
                for (String stray : log.strays()) {
                    storage.dropStaging(stray);
                }
            }
        } catch (LockLostException e) {
            throw new LedgerIncident(IncidentCode.LOG_LOCK_LOST, "seal " + nextSeal, e);
        } catch (IOException e) {
            throw LoadedLog.incident("seal " + nextSeal, e);
        }

        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        edge = growth.edge();
        previousCheckpoint = checkpoint.textHash();
        sealedAt = now;
        opened = true;
        ended = next.isPresent();
        news.removeAll(said);
        batch.clear();
        batchBytes = 0;
        return new Progress(edge.size(), nextSeal++, now, leaves.size(), reader.lag(), took);
    }

    /// The same keys sign it.
    private NextLog nextLog(Instant now) {
        SealerSettings next = settings.in(year(now));
        return new NextLog(
                next.origin(), next.verifierKeys().stream().map(VerifierKey::vkey).toList());
    }

    /// What the ledger has to say before the entries: at the first start who it is, at a later one
    /// and in the next log that another has taken over; new keys; each schema before its first use.
    private List<Leaf> openingEntries(Instant now) throws LedgerIncident {
        OwnChain own = log.own();
        List<Leaf> leaves = new ArrayList<>();
        try {
            if (!opened) {
                leaves.add(
                        log.lastSeal()
                                .map(seal ->
                                        own.takeover(
                                                settings,
                                                seal.getIncarnation(),
                                                log.previous(),
                                                now))
                                .orElseGet(() -> own.genesis(settings, now)));
                leaves.add(own.schema(AuditEntry.getClassSchema(), now));
                leaves.addAll(keyEntries(now));
            }
            for (ReadEntry entry : batch) {
                if (own.lacks(EntryCodec.fingerprint(entry.leaf().bytes()))) {
                    leaves.add(own.schema(entry.writer(), now));
                }
            }
        } catch (MalformedEntryException e) {
            throw new LedgerIncident(
                    IncidentCode.SEAL_TOO_LARGE, "an opening entry, " + e.reason());
        }
        return leaves;
    }

    private List<Leaf> keyEntries(Instant now) throws LedgerIncident {
        try {
            return log.own().keys(log.keys(), settings, edge.size(), edge.root(), now);
        } catch (RuntimeException e) {
            throw new LedgerIncident(IncidentCode.SIGNER_FAILED, "a key entry", e);
        }
    }

    private Leaf sealEntry(long leaves, Optional<NextLog> next, Instant now) throws LedgerIncident {
        SealEntry seal =
                new SealEntry(
                        nextSeal,
                        leaves,
                        log.heads().toEntry(),
                        new Hash(previousCheckpoint.bytes()),
                        log.keys().hash(),
                        next.orElse(null));
        try {
            return log.own().seal(seal, now);
        } catch (MalformedEntryException e) {
            throw new LedgerIncident(
                    IncidentCode.SEAL_TOO_LARGE, "seal " + nextSeal + ", " + e.reason());
        }
    }

    private byte[] sign(Checkpoint checkpoint, Instant now) throws LedgerIncident {
        boolean firstOfTheHour =
                !now.truncatedTo(ChronoUnit.HOURS).equals(sealedAt.truncatedTo(ChronoUnit.HOURS));
        List<NoteSigner> signers =
                !opened || firstOfTheHour ? settings.allSigners() : settings.signers();
        try {
            return SignedNote.sign(checkpoint.text(), signers).encode();
        } catch (RuntimeException e) {
            throw new LedgerIncident(IncidentCode.SIGNER_FAILED, "seal " + nextSeal, e);
        }
    }

    /// Reads until the record of each sealed head was seen again: a topic that lost or changed a
    /// sealed entry is found before anything is sealed on top of it.
    private void findHeads() throws LedgerIncident {
        for (long left = HEADS_WITHIN.dividedBy(HEADS_POLL); log.heads().awaitHeads(); left--) {
            if (left == 0) {
                throw new LedgerIncident(
                        IncidentCode.KAFKA_FAILED,
                        "the sealed heads were not read within " + HEADS_WITHIN);
            }
            read(HEADS_POLL);
        }
    }

    private boolean isFull() {
        return batch.size() >= MAX_BATCH_LEAVES || batchBytes >= MAX_BATCH_BYTES;
    }

    @Override
    public void close() {
        reader.close();
    }

    static Sha256 emptyText() {
        return Sha256.of("".getBytes(StandardCharsets.UTF_8));
    }
}
