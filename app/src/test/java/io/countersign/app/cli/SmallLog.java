package io.countersign.app.cli;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.Growth;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.TileObject;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.Action;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.GenesisEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.InputPosition;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.NextLog;
import io.countersign.schemas.Origin;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import io.countersign.schemas.PreviousLog;
import io.countersign.schemas.SchemaEntry;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.Sensitivity;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.TakeoverEntry;
import io.countersign.schemas.TallyEntry;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Visibility;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.SchemaNormalization;

/// A log of one chain of invented events, made the way the ledger makes logs: after `n` batches,
/// each of one event, a tally and a seal. A log of more batches begins with that of fewer.
final class SmallLog {
    static final String ORIGIN = "example.org/small";
    static final String CHAIN = "audit.entry.v1/0@1";

    /// The bytes of the policy that judged each event.
    static final byte[] POLICY = filled(80, 3);

    private static final String LEDGER = "ledger/0@1";
    private static final long START_MILLIS = 1_790_000_000_000L;

    private final EntryCodec codec = new EntryCodec();
    private final TreeHasher hasher = new TreeHasher();
    private final String user;
    private Ed25519NoteSigner signer;
    private String origin = ORIGIN;
    private final List<Leaf> all = new ArrayList<>();
    private final List<Leaf> unsealed = new ArrayList<>();
    private Sha256 ledgerHead = Sha256.ZEROS;
    private Sha256 chainHead = Sha256.ZEROS;
    private long ledgerSeq;
    private long chainSeq;
    private TreeEdge edge = TreeEdge.empty();
    private Sha256 root = TreeHasher.emptyRoot();
    private Sha256 previousCheckpoint = Sha256.of(new byte[0]);

    private SmallLog(Ed25519NoteSigner signer, String user) {
        this.signer = signer;
        this.user = user;
    }

    static Ed25519NoteSigner signer(int seed) {
        return new Ed25519NoteSigner(ORIGIN, filled(32, seed));
    }

    /// Stores a log as an installation does: `log/` and `log.vkeys`.
    static void store(Path installation, Ed25519NoteSigner signer, int batches, String user)
            throws IOException {
        SmallLog log = new SmallLog(signer, user);
        log.begin();
        for (int batch = 0; batch < batches; batch++) {
            log.batch(batch);
        }
        log.write(installation);
    }

    /// The same of two batches, with an amendment of the first event in the second.
    static void storeAmended(Path installation, Ed25519NoteSigner signer, String user)
            throws IOException {
        SmallLog log = new SmallLog(signer, user);
        log.begin();
        log.batch(0);
        log.chain(
                1,
                b ->
                        b.setKind(EntryKind.AMENDMENT)
                                .setAmendment(
                                        new AmendmentEntry(
                                                new EntryRef(CHAIN, 1L, hash(Sha256.ZEROS)),
                                                List.of("BYTES_UP"),
                                                "TRAFFIC_LINE",
                                                Likelihood.VERY_LIKELY,
                                                600_000L,
                                                40_000L,
                                                List.of(
                                                        new EntryRef(
                                                                CHAIN, 2L, hash(Sha256.ZEROS))),
                                                log.event(0))));
        log.batch(1);
        log.write(installation);
    }

    /// Two logs, of two years, with so many batches each: `log/` and `2027/log/`.
    static void storeYears(
            Path installation, Ed25519NoteSigner signer, int first, int later, String user)
            throws IOException {
        SmallLog log = new SmallLog(signer, user);
        log.begin();
        for (int batch = 0; batch < first; batch++) {
            log.batch(batch, batch == first - 1);
        }
        log.write(installation);
        log.beginNext(first);
        for (int batch = 0; batch < later; batch++) {
            log.batch(first + batch);
        }
        log.write(installation.resolve("2027"));
    }

    /// A log of one event, to be gone on with.
    static SmallLog begun(Ed25519NoteSigner signer, String user) {
        SmallLog log = new SmallLog(signer, user);
        log.begin();
        log.batch(0);
        return log;
    }

    /// Appends an event, and seals all that was appended.
    ///
    /// @param batch one more than the one before
    /// @param ends whether the log ends there, and [#next(Path, int)] goes on
    EntryRef event(int batch, boolean ends) {
        chain(batch, b -> b.setKind(EntryKind.EVENT).setEvent(event(batch)));
        EntryRef event = last();
        tallyAndSeal(batch, ends);
        return event;
    }

    /// Appends an entry, to be sealed with the next batch.
    EntryRef append(int batch, UnaryOperator<AuditEntry.Builder> part) {
        chain(batch, part);
        return last();
    }

    /// Appends that an event is to be reviewed by what became known later.
    void amended(int batch, EntryRef original) {
        EventEntry revised = eventOf(user, batch).setDisposition(Disposition.REVIEW).build();
        chain(
                batch,
                b ->
                        b.setKind(EntryKind.AMENDMENT)
                                .setAmendment(
                                        new AmendmentEntry(
                                                original,
                                                List.of("DISPOSITION"),
                                                "TRAFFIC_LINE",
                                                Likelihood.VERY_LIKELY,
                                                600_000L,
                                                40_000L,
                                                List.of(),
                                                revised)));
    }

    /// When the seal of a batch was made.
    static Instant sealed(int batch) {
        return Instant.ofEpochMilli(START_MILLIS + 1000L * batch);
    }

    private EntryRef last() {
        return new EntryRef(CHAIN, chainSeq - 1, hash(chainHead));
    }

    /// Stores the log that has ended, and begins the one of the year after.
    void next(Path installation, int batch) throws IOException {
        write(installation);
        beginNext(batch);
    }

    private String next() {
        return ORIGIN + "/2027";
    }

    private void beginNext(int batch) {
        PreviousLog previous =
                new PreviousLog(
                        ORIGIN,
                        origin,
                        edge.size().value(),
                        hash(root),
                        batch - 1L,
                        List.of(head(batch - 1)));
        all.clear();
        edge = TreeEdge.empty();
        root = TreeHasher.emptyRoot();
        previousCheckpoint = Sha256.of(new byte[0]);
        origin = next();
        signer = signer.named(origin);
        ledger(
                batch,
                b ->
                        b.setKind(EntryKind.TAKEOVER)
                                .setTakeover(
                                        new TakeoverEntry(
                                                "0.1.0-test",
                                                new Hash(filled(32, 9)),
                                                new Incarnation(filled(16, 5)),
                                                previous)));
        keyAndSchema(batch);
    }

    private void begin() {
        ledger(0, b -> b.setKind(EntryKind.GENESIS).setGenesis(genesis("ledger", List.of())));
        keyAndSchema(0);
        chain(
                0,
                b ->
                        b.setKind(EntryKind.GENESIS)
                                .setGenesis(
                                        genesis(
                                                "audit.entry.v1",
                                                List.of(new InputStart("proxy.raw", 0, 0L)))));
    }

    private void keyAndSchema(int batch) {
        ledger(
                batch,
                b ->
                        b.setKind(EntryKind.KEY)
                                .setKey(
                                        new KeyEntry(
                                                signer.verifierKey().vkey(),
                                                "ADDED",
                                                List.of(),
                                                null)));
        String text = AuditEntry.getClassSchema().toString();
        SchemaEntry schema =
                new SchemaEntry(
                        SchemaNormalization.parsingFingerprint64(AuditEntry.getClassSchema()),
                        hash(Sha256.of(text.getBytes(StandardCharsets.UTF_8))),
                        text);
        ledger(batch, b -> b.setKind(EntryKind.SCHEMA).setSchema$(schema));
    }

    private void batch(int batch) {
        batch(batch, false);
    }

    private void batch(int batch, boolean ends) {
        chain(batch, b -> b.setKind(EntryKind.EVENT).setEvent(event(batch)));
        tallyAndSeal(batch, ends);
    }

    private void tallyAndSeal(int batch, boolean ends) {
        InputTally tally =
                InputTally.newBuilder()
                        .setTopic("proxy.raw")
                        .setPartition(0)
                        .setFromOffset(batch)
                        .setToOffset(batch + 1L)
                        .setCounts(List.of(new OutcomeCount(Outcome.EVENT, 1L)))
                        .setHoles(List.of())
                        .build();
        chain(batch, b -> b.setKind(EntryKind.TALLY).setTally(new TallyEntry(List.of(tally))));
        SealEntry seal =
                SealEntry.newBuilder()
                        .setN(batch)
                        .setLeaves(unsealed.size() + 1L)
                        .setHeads(List.of(head(batch)))
                        .setPreviousCheckpoint(hash(previousCheckpoint))
                        .setVkeys(hash(new VerifierKeys(List.of(signer.verifierKey())).hash()))
                        .setNext(
                                ends
                                        ? new NextLog(
                                                next(),
                                                List.of(signer.named(next()).verifierKey().vkey()))
                                        : null)
                        .build();
        ledger(batch, b -> b.setKind(EntryKind.SEAL).setSeal(seal));
        Growth growth = edge.append(unsealed);
        edge = growth.edge();
        root = growth.root();
        unsealed.clear();
        previousCheckpoint = new Checkpoint(origin, edge.size(), root).textHash();
    }

    private ChainHead head(int batch) {
        return ChainHead.newBuilder()
                .setChain(CHAIN)
                .setSeq(chainSeq - 1)
                .setLeafHash(hash(chainHead))
                .setEntryOffset(chainSeq)
                .setInputs(List.of(new InputPosition("proxy.raw", 0, batch + 1L)))
                .build();
    }

    void write(Path installation) throws IOException {
        Path log = installation.resolve("log");
        for (TileObject object : TreeEdge.empty().append(all).objects()) {
            Path file = log.resolve(object.path().path());
            Files.createDirectories(file.getParent());
            Files.write(file, object.bytes());
        }
        Files.write(
                log.resolve("checkpoint"),
                SignedNote.sign(new Checkpoint(origin, edge.size(), root).text(), List.of(signer))
                        .encode());
        new VerifierKeys(List.of(signer.verifierKey())).write(installation.resolve("log.vkeys"));
    }

    private void ledger(int batch, UnaryOperator<AuditEntry.Builder> part) {
        Leaf leaf = leaf(LEDGER, ledgerSeq, ledgerHead, batch, part);
        ledgerSeq++;
        ledgerHead = leaf.hash();
    }

    private void chain(int batch, UnaryOperator<AuditEntry.Builder> part) {
        Leaf leaf = leaf(CHAIN, chainSeq, chainHead, batch, part);
        chainSeq++;
        chainHead = leaf.hash();
    }

    private Leaf leaf(
            String chain,
            long seq,
            Sha256 previous,
            int batch,
            UnaryOperator<AuditEntry.Builder> part) {
        AuditEntry.Builder entry =
                AuditEntry.newBuilder()
                        .setChain(chain)
                        .setSeq(seq)
                        .setPrev(hash(previous))
                        .setIncarnation(new Incarnation(filled(16, 5)))
                        .setTimeMillis(START_MILLIS + 1000L * batch);
        Leaf leaf = new Leaf(codec.leaf(part.apply(entry).build()), hasher);
        all.add(leaf);
        unsealed.add(leaf);
        return leaf;
    }

    private static GenesisEntry genesis(String topic, List<InputStart> inputs) {
        return GenesisEntry.newBuilder()
                .setTopic(topic)
                .setPartitionCount(1)
                .setGeneration(1)
                .setBuild("0.1.0-test")
                .setConfiguration(new Hash(filled(32, 9)))
                .setInputs(inputs)
                .setPreviousHeads(List.of())
                .build();
    }

    private EventEntry event(long offset) {
        return event(user, offset);
    }

    /// PHI to a private account.
    static EventEntry event(String user, long offset) {
        return eventOf(user, offset).build();
    }

    private static EventEntry.Builder eventOf(String user, long offset) {
        return EventEntry.newBuilder()
                .setInput(new Coordinates("proxy.raw", 0, offset))
                .setSource(new SourceRef("proxy-1", offset, "squid", true))
                .setTimeMillis(START_MILLIS + offset)
                .setTimeBasis(TimeBasis.START)
                .setIdentityBasis(IdentityBasis.PROXY_AUTH)
                .setUser(user)
                .setHost("chat.example.org")
                .setSourceIp("192.0.2.7")
                .setMethod("POST")
                .setStatus(200)
                .setBytesUp(1234L)
                .setAction(Action.ALLOWED)
                .setDestination(
                        DestinationPart.newBuilder()
                                .setVendor("Example AI")
                                .setProduct("Example Chat")
                                .setHostRole(HostRole.CHAT)
                                .setActivity("SEND")
                                .setAccount(Account.PERSONAL)
                                .setVisibility(Visibility.BODY)
                                .setEvidence(
                                        List.of(
                                                AccountEvidence.newBuilder()
                                                        .setKind("ORG_IN_PATH")
                                                        .setValue("org-42")
                                                        .setConfidence(Likelihood.LIKELY)
                                                        .build()))
                                .build())
                .setContent(
                        ContentPart.newBuilder()
                                .setInspected(Inspected.FULL)
                                .setBytesInspected(1200)
                                .setPhi(true)
                                .setPhiReason("IDENTITY_AND_HEALTH")
                                .setHints(List.of("RELATIVE_NAMED"))
                                .setFindings(
                                        List.of(
                                                new FindingCount(
                                                        "MRN",
                                                        2,
                                                        Likelihood.CERTAIN,
                                                        Origin.OURS,
                                                        List.of()),
                                                new FindingCount(
                                                        "DIAGNOSIS",
                                                        1,
                                                        Likelihood.LIKELY,
                                                        Origin.OURS,
                                                        List.of(Sensitivity.SUBSTANCE_USE))))
                                .build())
                .setCoverage(
                        CoveragePart.newBuilder()
                                .setState(Coverage.NOT_COVERED)
                                .setBaa("example-ai")
                                .setReasons(List.of("ACCOUNT_NOT_COVERED"))
                                .build())
                .setDisposition(Disposition.VIOLATION)
                .setSeverity(Severity.HIGH)
                .setReasons(List.of("PHI_TO_UNCOVERED"))
                .setPolicy(hash(Sha256.of(POLICY)))
                .setSubjects(List.of());
    }

    private static Hash hash(Sha256 value) {
        return new Hash(value.bytes());
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
