package io.countersign.ledger;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.KeyStatement;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.tiles.Leaf;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.GenesisEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.PreviousLog;
import io.countersign.schemas.SchemaEntry;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.TakeoverEntry;
import io.countersign.schemas.TimestampEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/// The ledger's own chain, `ledger/0@1`, through all logs: who seals, with which keys, which
/// schemas the entries have, and the seals. Owned by the sealer's thread. As with [ChainHeads],
/// after an incident it is read from the log again.
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

    /// @param previousLog where the takeover begins a log
    Leaf takeover(
            SealerSettings settings,
            Incarnation previous,
            Optional<PreviousLog> previousLog,
            Instant time) {
        return chained(
                entry(EntryKind.TAKEOVER, time)
                        .setTakeover(
                                new TakeoverEntry(
                                        settings.build(),
                                        settings.configuration(),
                                        previous,
                                        previousLog.orElse(null))));
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

    Leaf news(News news, Instant time) {
        return switch (news) {
            case News.Stamp(String _origin, TimestampEntry stamp) ->
                    chained(entry(EntryKind.TIMESTAMP, time).setTimestamp(stamp));
            case News.Incident(String code) ->
                    chained(
                            entry(EntryKind.INCIDENT, time)
                                    .setIncident(IncidentEntry.newBuilder().setCode(code).build()));
            case News.Damage(String code, EntryRef head) ->
                    chained(
                            entry(EntryKind.INCIDENT, time)
                                    .setIncident(new IncidentEntry(code, null, head)));
        };
    }

    Leaf seal(SealEntry seal, Instant time) {
        return chained(entry(EntryKind.SEAL, time).setSeal(seal));
    }

    /// What this start changes about the keys: first those that come, signed by themselves and by
    /// those in force; then those that go, signed by those that stay.
    ///
    /// @param size of the checkpoint after which they change
    /// @param root its root
    List<Leaf> keys(
            KeysInForce keys, SealerSettings settings, TreeSize size, Sha256 root, Instant time) {
        List<Leaf> leaves = new ArrayList<>();
        Set<VerifierKey> inForce = new HashSet<>(keys.before());
        for (VerifierKey key : keys.added()) {
            inForce.add(key);
            KeyStatement statement =
                    new KeyStatement(settings.origin(), KeyStatement.ADDED, key, size, root);
            leaves.add(key(statement, vouching(settings, inForce, key), Optional.empty(), time));
        }
        for (VerifierKey key : keys.retired()) {
            inForce.remove(key);
            KeyStatement statement =
                    new KeyStatement(settings.origin(), KeyStatement.RETIRED, key, size, root);
            leaves.add(key(statement, vouching(settings, inForce, key), Optional.empty(), time));
        }
        for (Revocation lost : keys.revoked()) {
            inForce.remove(lost.key());
            KeyStatement statement =
                    new KeyStatement(
                            settings.origin(), KeyStatement.REVOKED, lost.key(), size, root);
            leaves.add(
                    key(
                            statement,
                            vouching(settings, inForce, lost.key()),
                            Optional.of(lost.since()),
                            time));
        }
        return leaves;
    }

    /// The key's own signer, and each in force that signs every checkpoint.
    private static List<NoteSigner> vouching(
            SealerSettings settings, Set<VerifierKey> inForce, VerifierKey about) {
        return settings.allSigners().stream()
                .filter(signer -> inForce.contains(signer.verifierKey()))
                .filter(signer ->
                        signer.verifierKey().equals(about) || settings.signers().contains(signer))
                .toList();
    }

    private Leaf key(
            KeyStatement statement,
            List<NoteSigner> signers,
            Optional<Instant> since,
            Instant time) {
        return chained(
                entry(EntryKind.KEY, time)
                        .setKey(
                                KeyEntry.newBuilder()
                                        .setVkey(statement.key().vkey())
                                        .setChange(statement.change())
                                        .setSignatures(statement.sign(signers))
                                        .setSinceMillis(
                                                since.map(Instant::toEpochMilli).orElse(null))
                                        .build()));
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
