package io.countersign.ledger;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.tiles.Leaf;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.GenesisEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.SchemaEntry;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.TakeoverEntry;
import io.countersign.schemas.TimestampEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/// The ledger's own chain, `ledger/0@1`: who seals, with which keys, which schemas the entries
/// have, and the seals. Owned by the sealer's thread. As with [ChainHeads], after an incident it is
/// read from the log again.
final class OwnChain {
    static final ChainId ID = new ChainId("ledger", 0, 1);

    private final Incarnation incarnation;
    private final EntryCodec codec = new EntryCodec();
    private final TreeHasher hasher = new TreeHasher();

    /// Schemas that this incarnation has logged. Not read back from the log: one more copy per
    /// start is no harm.
    private final Set<Long> schemas = new HashSet<>();

    private long nextSeq;
    private Sha256 head;

    private OwnChain(Incarnation incarnation, long nextSeq, Sha256 head) {
        this.incarnation = incarnation;
        this.nextSeq = nextSeq;
        this.head = head;
    }

    /// The chain of a log that has none yet.
    static OwnChain begin(Incarnation incarnation) {
        return new OwnChain(incarnation, 0, Sha256.ZEROS);
    }

    /// The chain after its last seal.
    static OwnChain after(AuditEntry seal, Sha256 sealHash, Incarnation incarnation) {
        return new OwnChain(incarnation, seal.getSeq() + 1, sealHash);
    }

    Leaf genesis(SealerSettings settings, Instant time) {
        return chained(
                entry(EntryKind.GENESIS, time)
                        .setGenesis(
                                new GenesisEntry(
                                        ID.topic(),
                                        1,
                                        ID.generation(),
                                        settings.build(),
                                        settings.configuration(),
                                        List.of(),
                                        List.of())));
    }

    Leaf takeover(SealerSettings settings, Incarnation previous, Instant time) {
        return chained(
                entry(EntryKind.TAKEOVER, time)
                        .setTakeover(
                                new TakeoverEntry(
                                        settings.build(), settings.configuration(), previous)));
    }

    private Leaf key(VerifierKey key, String change, Instant time) {
        return chained(entry(EntryKind.KEY, time).setKey(new KeyEntry(key.vkey(), change)));
    }

    /// True where no `schema` entry of this incarnation holds the schema yet.
    boolean lacks(long fingerprint) {
        return !schemas.contains(fingerprint);
    }

    Leaf schema(Schema schema, Instant time) {
        String text = schema.toString();
        long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        schemas.add(fingerprint);
        Hash sha256 = new Hash(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).bytes());
        return chained(
                entry(EntryKind.SCHEMA, time)
                        .setSchema$(new SchemaEntry(fingerprint, sha256, text)));
    }

    Leaf timestamp(TimestampEntry stamp, Instant time) {
        return chained(entry(EntryKind.TIMESTAMP, time).setTimestamp(stamp));
    }

    Leaf seal(SealEntry seal, Instant time) {
        return chained(entry(EntryKind.SEAL, time).setSeal(seal));
    }

    /// What this start changes about the keys.
    List<Leaf> keys(KeysInForce keys, Instant time) {
        List<Leaf> leaves = new ArrayList<>();
        keys.retired().forEach(key -> leaves.add(key(key, "RETIRED", time)));
        keys.added().forEach(key -> leaves.add(key(key, "ADDED", time)));
        return leaves;
    }

    private AuditEntry.Builder entry(EntryKind kind, Instant time) {
        return AuditEntry.newBuilder()
                .setKind(kind)
                .setChain(ID.toString())
                .setSeq(nextSeq)
                .setPrev(new Hash(head.bytes()))
                .setIncarnation(incarnation)
                .setTimeMillis(time.toEpochMilli());
    }

    private Leaf chained(AuditEntry.Builder entry) {
        Leaf leaf = new Leaf(codec.leaf(entry.build()), hasher);
        nextSeq++;
        head = leaf.hash();
        return leaf;
    }
}
