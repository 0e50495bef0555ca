package io.countersign.ledger;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.tiles.Leaf;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.CloseEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroSerdes;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.WireFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Ends chains that cannot go on, so that the next generation can: what an operator does about an
/// incident of the entry topic, with the ledger and the topologies stopped.
///
/// A damaged chain ends behind its last sealed entry, with a `close` that the ledger signs for;
/// what the topic holds after that entry is never sealed. Its input is handed over as far as the
/// sealed tallies account for it, so that whatever the chain said later is read and judged again.
///
/// The steps: write the `close` to the entry topic, where the topology finds it; then seal it, with
/// an incident that names the sealed head. Cut off between the two, the topic holds a `close` that
/// nobody sealed: the next recovery finds it and seals that one.
///
/// One thread uses it. It holds no lock of its own: the storage is this process's alone while it is
/// open, and that the topologies are stopped is the caller's to see to.
public final class Recovery implements AutoCloseable {
    /// Why a chain was closed.
    public static final String DAMAGED = "DAMAGED";

    private final SchemaResolver schemas;
    private final InstantSource clock;
    private final Incarnation incarnation;
    private final EntryReader reader;
    private final OpenLog log;

    /// The last generation of each partition as it is sealed.
    private final Map<Integer, ChainHead> heads = new TreeMap<>();

    /// Closes that a recovery before this one wrote and did not seal, by partition.
    private final Map<Integer, ReadEntry> begun = new HashMap<>();

    private Recovery(
            SchemaResolver schemas,
            InstantSource clock,
            Incarnation incarnation,
            EntryReader reader,
            OpenLog log) {
        this.schemas = schemas;
        this.clock = clock;
        this.incarnation = incarnation;
        this.reader = reader;
        this.log = log;
        for (ChainHead head : sealedHeads()) {
            // Generations of one partition ascend.
            heads.put(ChainId.parse(head.getChain()).partition(), head);
        }
    }

    /// Loads the newest log, and completes a seal that was cut off.
    ///
    /// @param storage of the installation's first log; stays the caller's to close
    /// @param consumer as [KafkaClients#consumer()] makes it; closed with this
    /// @param incarnation drawn at random
    public static Recovery open(
            LogStorage storage,
            Consumer<byte[], byte[]> consumer,
            SchemaResolver schemas,
            SealerSettings settings,
            InstantSource clock,
            Incarnation incarnation)
            throws LedgerIncident {
        EntryReader reader = new EntryReader(consumer, schemas, settings.partitions());
        boolean loaded = false;
        try {
            Recovery recovery =
                    new Recovery(
                            schemas,
                            clock,
                            incarnation,
                            reader,
                            OpenLog.find(storage, settings, incarnation));
            loaded = true;
            return recovery;
        } finally {
            if (!loaded) {
                reader.close();
            }
        }
    }

    private List<ChainHead> sealedHeads() {
        return log.loaded()
                .lastSeal()
                .flatMap(AuditEntry::getSeal)
                .map(SealEntry::getHeads)
                .orElse(List.of());
    }

    /// Reads the entry topic from the sealed heads to its end.
    ///
    /// @return the chains behind whose head the topic does not go on as it must, by partition
    /// @throws LedgerIncident where that cannot be told, or where nothing of a damaged chain is
    ///   sealed: such a chain has no end to begin behind
    public List<DamagedChain> damaged() throws LedgerIncident {
        Map<Integer, LedgerIncident> faults =
                reader.faults(
                        ChainHeads.sealed(log.settings().partitions(), sealedHeads()),
                        this::noteClose);
        List<DamagedChain> damaged = new ArrayList<>();
        for (Map.Entry<Integer, LedgerIncident> fault : faults.entrySet()) {
            LedgerIncident incident = fault.getValue();
            String message = String.valueOf(incident.getMessage());
            damaged.add(
                    chain(
                                    fault.getKey(),
                                    incident.code().name(),
                                    message.substring(message.indexOf(':') + 1).strip())
                            .orElseThrow(() -> incident));
        }
        return damaged;
    }

    private void noteClose(ReadEntry entry) {
        ChainHead sealed = heads.get(entry.partition());
        byte[] leaf = entry.leaf().bytes();
        if (sealed == null || EntryCodec.fingerprint(leaf) != EntryCodec.FINGERPRINT) {
            return;
        }
        EntryHead head = EntryHead.of(leaf);
        if (head.kind() == EntryKind.CLOSE
                && head.chain().equals(sealed.getChain())
                && head.seq() == sealed.getSeq() + 1
                && head.prev().equals(sealed.getLeafHash())) {
            begun.putIfAbsent(entry.partition(), entry);
        }
    }

    /// A chain that others found damaged; call it after [#damaged()].
    ///
    /// @return empty where nothing of the partition is sealed
    public Optional<DamagedChain> chain(int partition, String code, String where) {
        ReadEntry close = begun.get(partition);
        return Optional.ofNullable(heads.get(partition))
                .map(head ->
                        new DamagedChain(
                                partition,
                                new EntryRef(head.getChain(), head.getSeq(), head.getLeafHash()),
                                head.getEntryOffset(),
                                code,
                                where,
                                head.getInputs().stream()
                                        .map(input ->
                                                new InputStart(
                                                        input.getTopic(),
                                                        input.getPartition(),
                                                        input.getAccountedTo()))
                                        .toList(),
                                close == null
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(close.offset())));
    }

    /// Ends the chains. After it, topologies and ledger may be started.
    ///
    /// @param chains of this recovery, one a partition
    /// @param producer as [KafkaClients#producer()] makes it
    public Progress close(List<DamagedChain> chains, Producer<byte[], byte[]> producer)
            throws LedgerIncident {
        List<News> damages = new ArrayList<>();
        List<ReadEntry> closes = new ArrayList<>();
        for (DamagedChain chain : chains) {
            ReadEntry begunBefore = begun.get(chain.partition());
            ReadEntry close = begunBefore == null ? write(chain, producer) : begunBefore;
            log.loaded().heads().close(chain.partition(), close.offset(), close.leaf());
            damages.add(new News.Damage(chain.code(), chain.head()));
            closes.add(close);
        }
        return Sealer.sealClosing(log, clock, reader, damages, closes);
    }

    private ReadEntry write(DamagedChain chain, Producer<byte[], byte[]> producer)
            throws LedgerIncident {
        Instant now = clock.instant();
        AuditEntry entry =
                AuditEntry.newBuilder()
                        .setKind(EntryKind.CLOSE)
                        .setChain(chain.head().getChain())
                        .setSeq(chain.head().getSeq() + 1)
                        .setPrev(chain.head().getLeafHash())
                        .setIncarnation(incarnation)
                        .setTimeMillis(now.toEpochMilli())
                        .setClose(new CloseEntry(DAMAGED, chain.code(), chain.handedOver()))
                        .build();
        byte[] body = new EntryCodec().body(entry);
        int schema =
                schemas.idOf(
                        AvroSerdes.subject(Topics.AUDIT_ENTRY, false), AuditEntry.getClassSchema());
        try {
            long offset =
                    producer.send(
                                    new ProducerRecord<>(
                                            Topics.AUDIT_ENTRY,
                                            chain.partition(),
                                            null,
                                            WireFormat.frame(schema, body)))
                            .get()
                            .offset();
            return new ReadEntry(
                    chain.partition(),
                    offset,
                    AuditEntry.getClassSchema(),
                    new Leaf(EntryCodec.leaf(EntryCodec.FINGERPRINT, body), new TreeHasher()));
        } catch (ExecutionException e) {
            throw new LedgerIncident(IncidentCode.KAFKA_FAILED, chain.head().getChain(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerIncident(IncidentCode.KAFKA_FAILED, chain.head().getChain(), e);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
