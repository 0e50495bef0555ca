package io.countersign.sinks.archive;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.Growth;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.TileObject;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.PersonResolution;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.Subject;
import io.countersign.schemas.TakeoverEntry;
import io.countersign.schemas.Token;
import io.countersign.sinks.siem.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/// A log in memory, over two chains and thirteen months, with a seal after every hundredth entry.
/// Always the same.
final class ArchivedLog implements TileSource {
    static final String ORIGIN = "archive.example.org/log";
    private static final int CHAIN_FIELD = AuditEntry.getClassSchema().getField("chain").pos();
    private static final int SEQ_FIELD = AuditEntry.getClassSchema().getField("seq").pos();
    private static final int CHAINS = 2;
    private static final int PATIENTS = 400;
    private static final int PEOPLE = 30;
    private static final int THIRTEEN_MONTHS = 400;
    private static final long DAY_MILLIS = 86_400_000L;

    private final String origin;
    private final int days;
    private final Map<String, byte[]> objects = new HashMap<>();
    private final List<ArchivedEntry> entries = new ArrayList<>();
    private final long[] seqs = new long[CHAINS];
    private final SplittableRandom random = new SplittableRandom(7);
    private TreeEdge edge = TreeEdge.empty();
    private long seals;

    private ArchivedLog(String origin, int days) {
        this.origin = origin;
        this.days = days;
    }

    static ArchivedLog of(int leaves) {
        return of(leaves, THIRTEEN_MONTHS);
    }

    /// Of fewer days, as entries come while an archive is written.
    static ArchivedLog of(int leaves, int days) {
        ArchivedLog log = new ArchivedLog(ORIGIN, days);
        log.grow(leaves);
        return log;
    }

    /// Adds so many leaves, seals among them.
    void grow(int leaves) {
        EntryCodec codec = new EntryCodec();
        TreeHasher hasher = new TreeHasher();
        List<Leaf> batch = new ArrayList<>();
        for (int i = 0; i < leaves; i++) {
            AuditEntry entry = i % 100 == 99 ? seal() : next();
            Leaf leaf = new Leaf(codec.leaf(entry), hasher);
            batch.add(leaf);
            if (ArchivedEntry.hasRows(entry.getKind())) {
                entries.add(new ArchivedEntry(entry, new Hash(leaf.hash().bytes())));
            }
        }
        append(batch);
    }

    /// Adds leaves as they are.
    void append(List<Leaf> batch) {
        Growth growth = edge.append(batch);
        for (TileObject object : growth.objects()) {
            objects.put(object.path().path(), object.bytes());
        }
        edge = growth.edge();
    }

    private AuditEntry seal() {
        long seq = seals++;
        return Samples.entry(seq, EntryKind.SEAL)
                .setChain("ledger/0@1")
                .setSeal(
                        new SealEntry(seq, 100L, List.of(), Samples.hash(8), Samples.hash(9), null))
                .build();
    }

    private AuditEntry next() {
        int chain = random.nextInt(CHAINS);
        long seq = seqs[chain]++;
        AuditEntry entry;
        if (seq % 10 == 9) {
            List<AuditEntry> kinds =
                    Samples.ofEachKind().stream()
                            .filter(one -> ArchivedEntry.hasRows(one.getKind()))
                            .toList();
            entry = kinds.get(random.nextInt(kinds.size()));
        } else {
            entry = event(seq);
        }
        entry.put(CHAIN_FIELD, "audit.entry.v1/" + chain + "@1");
        entry.put(SEQ_FIELD, seq);
        return entry;
    }

    private AuditEntry event(long seq) {
        List<Subject> subjects = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            subjects.add(new Subject("MRN", token(random.nextInt(PATIENTS)), i == 1));
        }
        long time = Samples.TIME - random.nextInt(days) * DAY_MILLIS + seq;
        int person = random.nextInt(PEOPLE);
        return Samples.event(
                seq,
                Samples.violationBuilder()
                        .setTimeMillis(time)
                        .setUser("user" + person + "@hospital.example.org")
                        .setPerson(
                                person == 0
                                        ? new PersonPart(
                                                PersonResolution.UNKNOWN_SPELLING, null, null, null)
                                        : new PersonPart(
                                                PersonResolution.RESOLVED,
                                                "p-" + person,
                                                "Cardiology",
                                                "nurse"))
                        .setSubjects(subjects)
                        .build());
    }

    static Token token(int patient) {
        byte[] bytes = new byte[32];
        new Random(patient).nextBytes(bytes);
        return new Token(bytes);
    }

    Checkpoint checkpoint() {
        return new Checkpoint(origin, edge.size(), edge.root());
    }

    SealedLog sealed() {
        return new SealedLog(this, checkpoint());
    }

    /// The log of the next year, in which the chains go on: after a takeover of the ledger, which
    /// is not among its entries. Nothing more comes into this one.
    ArchivedLog next(int leaves) {
        ArchivedLog next = new ArchivedLog(origin + "/2027", days);
        System.arraycopy(seqs, 0, next.seqs, 0, CHAINS);
        next.seals = seals + 1;
        AuditEntry takeover =
                Samples.entry(seals, EntryKind.TAKEOVER)
                        .setChain("ledger/0@1")
                        .setTakeover(
                                new TakeoverEntry(
                                        "0.1.0",
                                        Samples.hash(5),
                                        new Incarnation(new byte[16]),
                                        null))
                        .build();
        Leaf leaf = new Leaf(new EntryCodec().leaf(takeover), new TreeHasher());
        next.append(List.of(leaf));
        next.grow(leaves - 1);
        return next;
    }

    /// Those that have rows, in the log's order.
    List<ArchivedEntry> entries() {
        return entries;
    }

    void flip(String path, int at) {
        byte[] bytes = read(path).orElseThrow();
        bytes[at] ^= 1;
        objects.put(path, bytes);
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(objects.get(path)).map(byte[]::clone);
    }
}
