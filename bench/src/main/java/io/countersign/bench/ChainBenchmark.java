package io.countersign.bench;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.LeafReader;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.topology.chain.Chain;
import io.countersign.topology.chain.ChainConfig;
import io.countersign.topology.chain.ChainProbe;
import io.countersign.topology.chain.ChainStore;
import io.countersign.topology.chain.ChainedEntry;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.Protect;
import io.countersign.topology.steps.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A judged record's way into its chain: protected (tokens, sealed evidence), appended (encoded,
/// hashed, framed), or nothing but counted. The chain's state goes into a store in memory after
/// each record, as in the topology.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChainBenchmark {
    private static final int RECORDS = 512;
    private static final int INCARNATION_BYTES = 16;
    private static final long NOW = 1_790_000_000_000L;

    @Param({"WITHOUT_BODY", "WITH_BODY"})
    public RecordClass kind = RecordClass.WITHOUT_BODY;

    private final OneValueStore state = new OneValueStore();
    private final ChainStore store = new ChainStore(state, 0);
    private final Chain chain =
            store.resume(
                    new ChainConfig(
                            Topics.AUDIT_ENTRY,
                            1,
                            1,
                            List.of(Topics.PROXY_RAW, Topics.PROMPT_RAW, Topics.CONTROL),
                            BundledSchemas.get().id(AuditEntry.class),
                            "bench",
                            new Hash(new byte[LeafHash.BYTES])),
                    new ChainProbe.Probed(Optional.empty(), Map.of()),
                    new Incarnation(new byte[INCARNATION_BYTES]),
                    this::take);
    private final Path keys = temporary();
    private final Protect protect = protect(keys);
    private Passage.Judged[] judged = {};
    private EventEntry[] parts = {};
    private byte[] lastWire = {};
    private long offset;
    private int next;

    /// Each entry has to name the leaf hash of the one before and to carry its part unchanged, and
    /// the state has to follow.
    ///
    /// @throws GateFailure where it does not
    @Setup(Level.Trial)
    public void setUp() {
        Steps steps = new Steps();
        RawRecord[] records = Samples.ofClass(kind, RECORDS);
        judged = new Passage.Judged[RECORDS];
        parts = new EventEntry[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            if (!(steps.toVerdict(records[i]) instanceof Passage.Judged one)) {
                throw new GateFailure(kind + " ended otherwise");
            }
            judged[i] = one;
            Protect.Protected result = protect.protect(one, chain.id(), i);
            if (result.envelope().isPresent() != (kind == RecordClass.WITH_BODY)) {
                throw new GateFailure("evidence of " + kind);
            }
            parts[i] = result.entry();
        }
        append();
        check(new LeafReader(BundledSchemas.get()), new EntryCodec());
    }

    private void check(LeafReader leaves, EntryCodec codec) {
        for (int i = 0; i < RECORDS; i++) {
            Hash before = LeafHash.of(leaves.read(lastWire).bytes());
            long seq = chain.nextSeq();
            byte[] stateBefore = state.get(0);
            Hash head = append();
            LeafReader.Read leaf = leaves.read(lastWire);
            AuditEntry entry = codec.entry(leaf.bytes());
            if (!entry.getPrev().equals(before)
                    || !LeafHash.of(leaf.bytes()).equals(head)
                    || entry.getSeq() != seq
                    || !entry.getEvent().equals(Optional.of(parts[next]))) {
                throw new GateFailure("entry " + seq + " is not chained");
            }
            if (Arrays.equals(stateBefore, state.get(0))) {
                throw new GateFailure("the store is behind the chain");
            }
        }
    }

    private void take(ChainedEntry entry) {
        lastWire = entry.wire();
    }

    @Benchmark
    public Protect.Protected protectOnly() {
        return protect.protect(judged[step()], chain.id(), chain.nextSeq());
    }

    @Benchmark
    public Hash append() {
        EventEntry part = parts[step()];
        chain.begin(Topics.PROXY_RAW, offset, NOW);
        Hash head = chain.append(EntryKind.EVENT, NOW, entry -> entry.setEvent(part));
        chain.end(Topics.PROXY_RAW, offset, NOW, Outcome.EVENT);
        offset++;
        store.save(chain);
        return head;
    }

    @Benchmark
    public boolean countOnly() {
        boolean first = chain.begin(Topics.PROXY_RAW, offset, NOW);
        chain.end(Topics.PROXY_RAW, offset, NOW, Outcome.OUT_OF_SCOPE);
        offset++;
        store.save(chain);
        return first;
    }

    private int step() {
        next = (next + 1) % RECORDS;
        return next;
    }

    /// The keys are gone with the trial.
    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        PipelineBench.delete(keys);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("countersign-bench-keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Protect protect(Path directory) {
        try {
            return protect(directory, new SecureRandom());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Protect protect(Path directory, SecureRandom random) throws IOException {
        return new Protect(
                TokenKeys.loadOrCreate(directory.resolve("token.key"), random),
                new EvidenceSealer(
                        EvidenceKeys.open(
                                directory.resolve("evidence"), EvidenceKeys.Missing.CREATE, random),
                        random));
    }
}
