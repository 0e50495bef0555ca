package io.countersign.audit.verify;

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
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.schemas.Account;
import io.countersign.schemas.Action;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.CloseEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.DuplicateEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.GapEntry;
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
import io.countersign.schemas.OffsetRange;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import io.countersign.schemas.RejectionEntry;
import io.countersign.schemas.SchemaEntry;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.TallyEntry;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Token;
import io.countersign.schemas.Visibility;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.avro.SchemaNormalization;

/// Makes whole logs of invented entries, the way the ledger makes them, and lets a test be whoever
/// alters them: the steps (what was to be logged), the leaves (what was logged), or the stored
/// files.
final class LogFixture {
    static final String ORIGIN = "example.org/countersign";
    static final String LEDGER = "ledger/0@1";
    static final String CHAIN_0 = "audit.entry.v1/0@1";
    static final String CHAIN_1 = "audit.entry.v1/1@1";
    static final long START_MILLIS = 1_790_000_000_000L;

    static final Ed25519NoteSigner SIGNER = new Ed25519NoteSigner(ORIGIN, filled(32, 7));
    static final VerifierKeys KEYS = new VerifierKeys(List.of(SIGNER.verifierKey()));

    private LogFixture() {}

    /// What is to be logged: an entry but for its place in the chain, or a seal.
    record Step(
            String chain,
            long timeMillis,
            Optional<UnaryOperator<AuditEntry.Builder>> part,
            UnaryOperator<SealEntry.Builder> seal) {
        static Step of(String chain, long timeMillis, UnaryOperator<AuditEntry.Builder> part) {
            return new Step(chain, timeMillis, Optional.of(part), UnaryOperator.identity());
        }

        static Step seal(long timeMillis) {
            return new Step(LEDGER, timeMillis, Optional.empty(), UnaryOperator.identity());
        }

        Step sealing(UnaryOperator<SealEntry.Builder> change) {
            return new Step(chain, timeMillis, part, change);
        }

        Step changing(UnaryOperator<AuditEntry.Builder> change) {
            return new Step(
                    chain,
                    timeMillis,
                    Optional.of(builder -> change.apply(part.orElseThrow().apply(builder))),
                    seal);
        }
    }

    /// Two chains, and after `batches` seals `batches * (2 * events + 8)` entries and some more.
    static List<Step> steps(int batches, int events) {
        List<Step> steps = new ArrayList<>();
        steps.add(
                Step.of(
                        LEDGER,
                        START_MILLIS,
                        b ->
                                b.setKind(EntryKind.GENESIS)
                                        .setGenesis(genesis("ledger", 1, List.of()))));
        steps.add(
                Step.of(
                        LEDGER,
                        START_MILLIS,
                        b ->
                                b.setKind(EntryKind.KEY)
                                        .setKey(
                                                new KeyEntry(
                                                        SIGNER.verifierKey().vkey(),
                                                        "ADDED",
                                                        List.of(),
                                                        null))));
        steps.add(
                Step.of(
                        LEDGER,
                        START_MILLIS,
                        b -> b.setKind(EntryKind.SCHEMA).setSchema$(schema())));
        for (int p = 0; p < 2; p++) {
            List<InputStart> starts =
                    List.of(
                            new InputStart("proxy.raw", p, 100L),
                            new InputStart("control.v1", p, 0L));
            steps.add(
                    Step.of(
                            chain(p),
                            START_MILLIS,
                            b ->
                                    b.setKind(EntryKind.GENESIS)
                                            .setGenesis(genesis("audit.entry.v1", 2, starts))));
        }
        long offset = 100;
        for (int batch = 0; batch < batches; batch++) {
            long time = START_MILLIS + 1000L * (batch + 1);
            for (int p = 0; p < 2; p++) {
                batch(steps, p, batch, offset, events, time);
            }
            offset += events + 20;
            steps.add(Step.seal(time));
        }
        return steps;
    }

    /// Offsets from `from`: a rejection, a duplicate, `events` events, ten out of scope, five
    /// holes, three lost.
    private static void batch(
            List<Step> steps, int p, int batch, long from, int events, long time) {
        String chain = chain(p);
        steps.add(
                Step.of(
                        chain,
                        time,
                        b ->
                                b.setKind(EntryKind.REJECTION)
                                        .setRejection(
                                                new RejectionEntry(
                                                        at(p, from),
                                                        source(from),
                                                        "NOT_A_RECORD",
                                                        17L,
                                                        token(1)))));
        steps.add(
                Step.of(
                        chain,
                        time,
                        b ->
                                b.setKind(EntryKind.DUPLICATE)
                                        .setDuplicate(
                                                new DuplicateEntry(
                                                        at(p, from + 1),
                                                        source(from + 1),
                                                        17L,
                                                        token(2)))));
        for (int i = 0; i < events; i++) {
            long offset = from + 2 + i;
            steps.add(
                    Step.of(
                            chain,
                            time,
                            b -> b.setKind(EntryKind.EVENT).setEvent(event(p, offset))));
        }
        steps.add(
                Step.of(
                        chain,
                        time,
                        b ->
                                b.setKind(EntryKind.ALERT)
                                        .setAlert(
                                                new AlertEntry(
                                                        "alert-" + batch,
                                                        "PHI_TO_UNCOVERED",
                                                        Severity.HIGH,
                                                        List.of(),
                                                        "",
                                                        List.of()))));
        long end = from + events + 20;
        steps.add(
                Step.of(
                        chain,
                        time,
                        b ->
                                b.setKind(EntryKind.GAP)
                                        .setGap(new GapEntry("proxy.raw", p, end - 3, end))));
        InputTally proxy =
                InputTally.newBuilder()
                        .setTopic("proxy.raw")
                        .setPartition(p)
                        .setFromOffset(from)
                        .setToOffset(end)
                        .setCounts(
                                List.of(
                                        new OutcomeCount(Outcome.EVENT, (long) events),
                                        new OutcomeCount(Outcome.REJECTION, 1L),
                                        new OutcomeCount(Outcome.DUPLICATE, 1L),
                                        new OutcomeCount(Outcome.OUT_OF_SCOPE, 10L),
                                        new OutcomeCount(Outcome.HOLE, 5L),
                                        new OutcomeCount(Outcome.LOST, 3L),
                                        new OutcomeCount(Outcome.REPLAYED, 4L)))
                        .setHoles(
                                List.of(
                                        new OffsetRange(end - 18, end - 16),
                                        new OffsetRange(end - 15, end - 12)))
                        .build();
        InputTally control =
                InputTally.newBuilder()
                        .setTopic("control.v1")
                        .setPartition(p)
                        .setFromOffset(2L * batch)
                        .setToOffset(2L * batch + 2)
                        .setCounts(
                                List.of(
                                        new OutcomeCount(Outcome.CONTROL_ENTRY, 1L),
                                        new OutcomeCount(Outcome.TICK, 1L)))
                        .setHoles(List.of())
                        .build();
        steps.add(
                Step.of(
                        chain,
                        time,
                        b ->
                                b.setKind(EntryKind.TALLY)
                                        .setTally(new TallyEntry(List.of(proxy, control)))));
    }

    /// Chains and seals the steps: the leaves in the log's order. Where in a leaf a byte lies that
    /// nothing but hashes depends on: one of the policy's hash in an event, of the configuration's
    /// in a genesis.
    static int freeByte(byte[] leaf) {
        AuditEntry entry = new EntryCodec().entry(leaf);
        byte[] hash =
                entry.getEvent()
                        .map(event -> event.getPolicy().bytes())
                        .or(() ->
                                entry.getGenesis()
                                        .map(genesis -> genesis.getConfiguration().bytes()))
                        .orElseThrow();
        for (int at = 0; at + hash.length <= leaf.length; at++) {
            if (java.util.Arrays.equals(leaf, at, at + hash.length, hash, 0, hash.length)) {
                return at;
            }
        }
        throw new AssertionError("the leaf does not hold its own hash");
    }

    /// @param path of an entry bundle
    /// @param at a byte in it
    record PlaceInBundle(String path, int at) {}

    /// Where the free byte of the first event lies in its bundle, from the given leaf on.
    static PlaceInBundle freePlace(List<byte[]> leaves, int leaf) {
        int index = leaf;
        while (new EntryCodec().entry(leaves.get(index)).getEvent().isEmpty()) {
            index++;
        }
        int bundle = index / TilePath.FULL_WIDTH;
        int at = 2;
        for (int i = bundle * TilePath.FULL_WIDTH; i < index; i++) {
            at += 2 + leaves.get(i).length;
        }
        return new PlaceInBundle("tile/entries/00" + bundle, at + freeByte(leaves.get(index)));
    }

    static List<byte[]> leaves(List<Step> steps) {
        return new Chaining().run(steps);
    }

    /// Stores leaves as a log with a checkpoint of theirs, signed with a key.
    static void store(Path directory, List<byte[]> leaves, Ed25519NoteSigner signer)
            throws IOException {
        TreeHasher hasher = new TreeHasher();
        Growth growth =
                TreeEdge.empty()
                        .append(leaves.stream().map(bytes -> new Leaf(bytes, hasher)).toList());
        for (TileObject object : growth.objects()) {
            Path file = directory.resolve(object.path().path());
            Files.createDirectories(file.getParent());
            Files.write(file, object.bytes());
        }
        Checkpoint checkpoint = new Checkpoint(ORIGIN, growth.edge().size(), growth.root());
        Files.write(
                directory.resolve("checkpoint"),
                SignedNote.sign(checkpoint.text(), List.of(signer)).encode());
    }

    static String chain(int partition) {
        return "audit.entry.v1/" + partition + "@1";
    }

    static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /// How far a chain's inputs are accounted for after `batches` of [#steps(int, int)].
    static List<InputStart> accountedTo(int partition, int batches, int events) {
        return List.of(
                new InputStart("proxy.raw", partition, 100L + (long) batches * (events + 20)),
                new InputStart("control.v1", partition, 2L * batches));
    }

    /// [#steps(int, int)], then what `countersign recover` and the topology add: the chain of
    /// partition 0 is closed, and its next generation begins.
    static List<Step> recovered(int batches, int events) {
        List<InputStart> accounted = accountedTo(0, batches, events);
        return recovered(batches, events, closing(accounted), accounted);
    }

    /// The part of a `close` that hands over its inputs at these offsets.
    static UnaryOperator<AuditEntry.Builder> closing(List<InputStart> inputs) {
        return b ->
                b.setKind(EntryKind.CLOSE)
                        .setClose(new CloseEntry("DAMAGED", "ENTRY_FORK", inputs));
    }

    /// @param end the last entry of the generation before
    /// @param takenUp where the next one says that its inputs begin
    static List<Step> recovered(
            int batches,
            int events,
            UnaryOperator<AuditEntry.Builder> end,
            List<InputStart> takenUp) {
        List<Step> steps = new ArrayList<>(steps(batches, events));
        long time = START_MILLIS + 1000L * (batches + 1);
        steps.add(Step.of(CHAIN_0, time, end));
        EntryRef close = lastOf(steps);
        steps.add(Step.seal(time));
        steps.add(
                Step.of(
                        "audit.entry.v1/0@2",
                        time,
                        b ->
                                b.setKind(EntryKind.GENESIS)
                                        .setGenesis(
                                                genesis(
                                                        "audit.entry.v1",
                                                        2,
                                                        2,
                                                        takenUp,
                                                        List.of(close)))));
        steps.add(Step.seal(time + 1000));
        return steps;
    }

    private static EntryRef lastOf(List<Step> steps) {
        byte[] leaf = leaves(steps).getLast();
        AuditEntry entry = new EntryCodec().entry(leaf);
        return new EntryRef(
                entry.getChain(), entry.getSeq(), new Hash(TamperedLog.hashOf(leaf).bytes()));
    }

    static SchemaEntry schema() {
        String text = AuditEntry.getClassSchema().toString();
        return new SchemaEntry(
                SchemaNormalization.parsingFingerprint64(AuditEntry.getClassSchema()),
                new Hash(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).bytes()),
                text);
    }

    private static GenesisEntry genesis(String topic, int partitions, List<InputStart> inputs) {
        return genesis(topic, partitions, 1, inputs, List.of());
    }

    private static GenesisEntry genesis(
            String topic,
            int partitions,
            int generation,
            List<InputStart> inputs,
            List<EntryRef> previousHeads) {
        return GenesisEntry.newBuilder()
                .setTopic(topic)
                .setPartitionCount(partitions)
                .setGeneration(generation)
                .setBuild("0.1.0-test")
                .setConfiguration(new Hash(filled(32, 9)))
                .setInputs(inputs)
                .setPreviousHeads(previousHeads)
                .build();
    }

    private static Coordinates at(int partition, long offset) {
        return new Coordinates("proxy.raw", partition, offset);
    }

    private static SourceRef source(long seq) {
        return new SourceRef("proxy-1", seq, "squid", true);
    }

    private static Token token(int value) {
        return new Token(filled(32, value));
    }

    static EventEntry event(int partition, long offset) {
        return EventEntry.newBuilder()
                .setInput(at(partition, offset))
                .setSource(source(offset))
                .setTimeMillis(START_MILLIS + offset)
                .setTimeBasis(TimeBasis.START)
                .setIdentityBasis(IdentityBasis.PROXY_AUTH)
                .setUser("mmuster")
                .setHost("chat.example.org")
                .setAction(Action.ALLOWED)
                .setDestination(
                        DestinationPart.newBuilder()
                                .setVendor("Example AI")
                                .setProduct("Example Chat")
                                .setHostRole(HostRole.CHAT)
                                .setActivity("SEND")
                                .setAccount(Account.UNKNOWN)
                                .setVisibility(Visibility.BODY)
                                .setEvidence(List.of())
                                .build())
                .setContent(
                        ContentPart.newBuilder()
                                .setInspected(Inspected.FULL)
                                .setFindings(List.of())
                                .build())
                .setCoverage(CoveragePart.newBuilder().setState(Coverage.UNKNOWN).build())
                .setDisposition(Disposition.PERMITTED)
                .setSeverity(Severity.INFORMATIONAL)
                .setPolicy(new Hash(filled(32, 3)))
                .setSubjects(List.of())
                .build();
    }

    /// Numbers, hashes and seals, as the topology and the sealer make them.
    private static final class Chaining {
        private final EntryCodec codec = new EntryCodec();
        private final TreeHasher hasher = new TreeHasher();
        private final Map<String, Long> seqs = new LinkedHashMap<>();
        private final Map<String, Sha256> heads = new LinkedHashMap<>();
        private final Map<String, Map<String, InputPosition>> inputs = new LinkedHashMap<>();
        private final List<byte[]> leaves = new ArrayList<>();
        private final List<Leaf> unsealed = new ArrayList<>();
        private TreeEdge edge = TreeEdge.empty();
        private Sha256 previousCheckpoint = Sha256.of(new byte[0]);
        private long seals;

        List<byte[]> run(List<Step> steps) {
            for (Step step : steps) {
                AuditEntry.Builder entry =
                        AuditEntry.newBuilder()
                                .setChain(step.chain())
                                .setSeq(seqs.getOrDefault(step.chain(), -1L) + 1)
                                .setPrev(
                                        new Hash(
                                                heads.getOrDefault(step.chain(), Sha256.ZEROS)
                                                        .bytes()))
                                .setIncarnation(new Incarnation(filled(16, 5)))
                                .setTimeMillis(step.timeMillis());
                if (step.part().isPresent()) {
                    add(step.part().get().apply(entry).build());
                } else {
                    add(entry.setKind(EntryKind.SEAL).setSeal(seal(step)).build());
                    Growth growth = edge.append(unsealed);
                    edge = growth.edge();
                    unsealed.clear();
                    previousCheckpoint =
                            new Checkpoint(ORIGIN, edge.size(), growth.root()).textHash();
                    seals++;
                }
            }
            return leaves;
        }

        private SealEntry seal(Step step) {
            List<ChainHead> all = new ArrayList<>();
            heads.forEach((chain, head) -> {
                if (!chain.equals(LEDGER)) {
                    all.add(
                            new ChainHead(
                                    chain,
                                    seqs.getOrDefault(chain, 0L),
                                    new Hash(head.bytes()),
                                    (long) leaves.size(),
                                    List.copyOf(inputs.getOrDefault(chain, Map.of()).values())));
                }
            });
            return step.seal()
                    .apply(
                            SealEntry.newBuilder()
                                    .setN(seals)
                                    .setLeaves(unsealed.size() + 1L)
                                    .setHeads(all)
                                    .setPreviousCheckpoint(new Hash(previousCheckpoint.bytes()))
                                    .setVkeys(new Hash(KEYS.hash().bytes())))
                    .build();
        }

        private void add(AuditEntry entry) {
            Leaf leaf = new Leaf(codec.leaf(entry), hasher);
            leaves.add(leaf.bytes());
            unsealed.add(leaf);
            seqs.put(entry.getChain(), entry.getSeq());
            heads.put(entry.getChain(), leaf.hash());
            Map<String, InputPosition> positions =
                    inputs.computeIfAbsent(entry.getChain(), _c -> new TreeMap<>());
            entry.getGenesis()
                    .ifPresent(genesis ->
                            genesis.getInputs()
                                    .forEach(start ->
                                            positions.put(
                                                    start.getTopic(),
                                                    new InputPosition(
                                                            start.getTopic(),
                                                            start.getPartition(),
                                                            start.getOffset()))));
            entry.getTally()
                    .ifPresent(tally ->
                            tally.getInputs()
                                    .forEach(input ->
                                            positions.put(
                                                    input.getTopic(),
                                                    new InputPosition(
                                                            input.getTopic(),
                                                            input.getPartition(),
                                                            input.getToOffset()))));
        }
    }
}
