package io.countersign.bench;

import com.sun.management.OperatingSystemMXBean;
import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.broker.TopicSetup;
import io.countersign.app.broker.TopicSpec;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.LedgerRole;
import io.countersign.app.role.Policies;
import io.countersign.app.role.Role;
import io.countersign.app.role.StreamsRole;
import io.countersign.app.role.StreamsRoles;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.topology.StreamsSettings;
import io.countersign.topology.chain.ChainConfig;
import io.countersign.topology.chain.ChainProbe;
import io.countersign.topology.chain.KafkaChainProbe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.streams.Topology;

/// One broker of the product's own in a child JVM with the product's topics, keys and policy, and
/// both topologies to be started on it in turn, in this JVM and with the same Streams settings. One
/// thread.
final class Rig implements AutoCloseable {
    /// Lets the reader of the identity topology's output know a record again.
    static final String INDEX_HEADER = "bench-index";

    /// The topics that both subjects read and whose offsets tell how far they are.
    static final List<String> RAW = List.of(Topics.PROXY_RAW, Topics.PROMPT_RAW);

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final BrokerProcess broker;
    private final Deployment deployment;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;
    private final Map<TopicPartition, Long> nextSeq = new HashMap<>();
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    private Rig(
            BrokerProcess broker,
            Deployment deployment,
            Admin admin,
            Producer<byte[], byte[]> producer) {
        this.broker = broker;
        this.deployment = deployment;
        this.admin = admin;
        this.producer = producer;
    }

    static Rig start(Path directory) throws IOException {
        Configuration configuration = Configuration.defaultsIn(directory);
        KeyRing.of(configuration).generate(InstantSource.system().instant(), Optional.empty());
        BrokerProcess broker =
                BrokerProcess.start(BrokerSettings.in(configuration.resolve(Path.of("kafka"))));
        Deployment deployment =
                new Deployment(configuration, broker.bootstrapServers(), "bench", Optional.empty());
        Rig rig =
                new Rig(
                        broker,
                        deployment,
                        Admin.create(deployment.client()),
                        deployment.producer());
        List<TopicSpec> topics =
                new ArrayList<>(
                        TopicSetup.topics(
                                configuration.partitions(), TopicSetup.Flush.WITH_REPLICAS));
        topics.add(IdentityTopology.output(configuration.partitions()));
        TopicSetup.ensure(rig.admin, topics, (short) configuration.replicationFactor());
        Policies.publish(deployment, rig.producer, PolicyYaml.demo());
        return rig;
    }

    long brokerPid() {
        return broker.pid();
    }

    /// CPU time that this JVM and the broker's have taken; of the broker to 10 ms.
    long cpuNanos() {
        long own =
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime();
        return own
                + ProcessHandle.of(brokerPid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .map(Duration::toNanos)
                        .orElseThrow(() -> new GateFailure("the broker is gone"));
    }

    int partitions() {
        return deployment.configuration().partitions();
    }

    String settings() {
        Configuration.Streams audit = deployment.configuration().audit();
        return "broker in a JVM of its own, "
                + partitions()
                + " partitions, replication 1, exactly_once_v2, "
                + audit.threads()
                + " stream thread, commit interval "
                + audit.commitInterval().toMillis()
                + " ms";
    }

    /// Starts a topology; its state and its group go on where the last run stopped.
    Role startRole(Subject subject) {
        Role role =
                switch (subject) {
                    case AUDIT -> audit();
                    case CHAIN ->
                            new StreamsRole(
                                    "chain",
                                    chainTopology(),
                                    settings(subject),
                                    InstantSource.system(),
                                    () -> {});
                    case IDENTITY ->
                            new StreamsRole(
                                    "identity",
                                    IdentityTopology.build(),
                                    settings(subject),
                                    InstantSource.system(),
                                    () -> {});
                };
        role.start();
        return role;
    }

    private Topology chainTopology() {
        return ChainTopology.build(
                new ChainConfig(
                        Topics.AUDIT_ENTRY,
                        partitions(),
                        1,
                        RAW,
                        BundledSchemas.get().id(AuditEntry.class),
                        deployment.build(),
                        deployment.configurationHash()),
                probe());
    }

    private KafkaChainProbe probe() {
        return new KafkaChainProbe(
                admin, deployment::committedReader, deployment.schemas(), InstantSource.system());
    }

    /// The last committed entry of each chain, once no transaction is open.
    List<ChainProbe.Last> lastEntries() {
        List<ChainProbe.Last> last = new ArrayList<>();
        for (int partition = 0; partition < partitions(); partition++) {
            probe().probe(Topics.AUDIT_ENTRY, partition, RAW).last().ifPresent(last::add);
        }
        return last;
    }

    /// The sealer, in this JVM.
    LedgerRole startLedger() throws IOException {
        LedgerRole ledger = new LedgerRole(deployment, InstantSource.system());
        ledger.start();
        return ledger;
    }

    /// The directory of the log that it seals.
    Path log() {
        return deployment.log();
    }

    Path vkeys() {
        return deployment.vkeys();
    }

    /// Raw offsets that a subject has committed.
    long committed(Subject subject) {
        return committed(subject, RAW);
    }

    /// Raw records on the broker.
    long rawEnd() {
        return total(ends(RAW));
    }

    /// Where each partition of a topic begins.
    Map<TopicPartition, Long> starts(String topic) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (int partition = 0; partition < partitions(); partition++) {
            starts.put(new TopicPartition(topic, partition), 0L);
        }
        return starts;
    }

    private Role audit() {
        try {
            return StreamsRoles.audit(
                    deployment, Policies.verifier(deployment), InstantSource.system());
        } catch (IOException | MalformedNoteException e) {
            throw new IllegalStateException("the audit topology can't be wired", e);
        }
    }

    /// The alert topology beside the audit topology.
    Role startAlerts() {
        try {
            Role role =
                    StreamsRoles.alert(
                            deployment, Policies.verifier(deployment), InstantSource.system());
            role.start();
            return role;
        } catch (IOException | MalformedNoteException e) {
            throw new IllegalStateException("the alert topology can't be wired", e);
        }
    }

    /// Lets time pass in each partition, as the ledger does each second.
    void tick() {
        byte[] tick =
                new AvroSerializer<>(ControlRecord.class, BundledSchemas.get())
                        .serialize(
                                Topics.CONTROL,
                                ControlRecord.newBuilder()
                                        .setKind(ControlKind.TICK)
                                        .setOrigin("bench")
                                        .setTimeMillis(System.currentTimeMillis())
                                        .build());
        for (int partition = 0; partition < partitions(); partition++) {
            Future<RecordMetadata> _ =
                    producer.send(new ProducerRecord<>(Topics.CONTROL, partition, null, tick));
        }
    }

    /// Those of the audit topology as `StreamsRoles` makes them, under another name.
    private StreamsSettings settings(Subject subject) {
        Configuration.Streams audit = deployment.configuration().audit();
        return new StreamsSettings(
                subject.applicationId,
                deployment.bootstrapServers(),
                deployment.state().resolve(subject.applicationId),
                audit.threads(),
                deployment.configuration().replicationFactor(),
                audit.commitInterval(),
                audit.sessionTimeout(),
                deployment.configuration().kafka().properties());
    }

    /// Sends one record with the headers that our listeners set, and one with its index, round
    /// robin over the partitions.
    void send(SourceRecord record, long index, String label, Callback done) {
        int partition = (int) (index % partitions());
        TopicPartition place = new TopicPartition(record.topic(), partition);
        long seq = nextSeq.merge(place, 1L, Long::sum) - 1;
        List<Header> headers =
                List.of(
                        header(RecordHeaders.SOURCE_FORMAT, record.format()),
                        header(RecordHeaders.SOURCE_ID, run + "-" + place),
                        header(RecordHeaders.SOURCE_SEQ, Long.toString(seq)),
                        header(INDEX_HEADER, label));
        // What fails is missing later, and the gate sees it.
        Future<RecordMetadata> _ =
                producer.send(
                        new ProducerRecord<byte[], byte[]>(
                                record.topic(), partition, (byte[]) null, record.value(), headers),
                        done);
    }

    Sent produce(Workload workload, int count, long seed) {
        SourceRecords records = new SourceRecords(workload, seed);
        Sent.Counter sent = new Sent.Counter();
        for (int i = 0; i < count; i++) {
            SourceRecord record = records.next();
            sent.add(record);
            send(record, i, "", (_, _) -> {});
        }
        producer.flush();
        return sent.sent();
    }

    void flush() {
        producer.flush();
    }

    /// Asks each chain for its open tally, and waits until the audit topology has committed that.
    void closeTallies() {
        byte[] request =
                new AvroSerializer<>(ControlRecord.class, BundledSchemas.get())
                        .serialize(
                                Topics.CONTROL,
                                ControlRecord.newBuilder()
                                        .setKind(ControlKind.TALLY)
                                        .setOrigin("bench")
                                        .setTimeMillis(0L)
                                        .build());
        for (int partition = 0; partition < partitions(); partition++) {
            get(producer.send(new ProducerRecord<>(Topics.CONTROL, partition, null, request)));
        }
        awaitCommitted(Subject.AUDIT, List.of(Topics.CONTROL));
    }

    /// Waits until everything on those topics is committed by that subject.
    void awaitCommitted(Subject subject, List<String> topics) {
        long end = total(ends(topics));
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (committed(subject, topics) < end) {
            if (System.nanoTime() > deadline) {
                throw new GateFailure(subject + " does not commit what was produced");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// What the records between the first commit that is seen and the last one took. Records lie
    /// ready before the topology starts, so that neither its start nor the producer is in it.
    Pace timed(Subject subject) {
        List<String> topics = RAW;
        long base = committed(subject, topics);
        long end = total(ends(topics));
        Role role = startRole(subject);
        try {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            long first = base;
            long firstNanos = 0;
            long firstCpuNanos = 0;
            while (true) {
                long now = committed(subject, topics);
                long nanos = System.nanoTime();
                if (first == base && now > base) {
                    first = now;
                    firstNanos = nanos;
                    firstCpuNanos = StreamThreads.cpuNanos();
                }
                if (now >= end) {
                    if (first == now) {
                        throw new GateFailure("too few records to time " + subject);
                    }
                    long cpuNanos = StreamThreads.cpuNanos() - firstCpuNanos;
                    if (subject == Subject.AUDIT) {
                        closeTallies();
                    }
                    return new Pace(
                            (now - first) * 1e9 / (nanos - firstNanos),
                            cpuNanos / 1e3 / (now - first));
                }
                if (nanos > deadline || role.failure().isPresent()) {
                    throw new GateFailure(
                            subject
                                    + " does not commit what was produced "
                                    + role.failure().orElse(""));
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } finally {
            role.close();
        }
    }

    /// Lets a topology account for everything that was produced, without timing it.
    void drain(Subject subject) {
        try (Role _ = startRole(subject)) {
            awaitCommitted(subject, RAW);
            if (subject == Subject.AUDIT) {
                closeTallies();
            }
        }
    }

    private long committed(Subject subject, List<String> topics) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                get(
                        admin.listConsumerGroupOffsets(subject.applicationId)
                                .partitionsToOffsetAndMetadata());
        long sum = 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> offset : offsets.entrySet()) {
            if (topics.contains(offset.getKey().topic()) && offset.getValue() != null) {
                sum += offset.getValue().offset();
            }
        }
        return sum;
    }

    /// End offsets of a topic's partitions.
    Map<TopicPartition, Long> ends(List<String> topics) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (String topic : topics) {
            for (int partition = 0; partition < partitions(); partition++) {
                asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                get(admin.listOffsets(asked).all()).entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }

    private static long total(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    /// A consumer of committed records only, at those offsets.
    Consumer<byte[], byte[]> reader(Map<TopicPartition, Long> from) {
        Consumer<byte[], byte[]> reader = deployment.committedReader();
        reader.assign(from.keySet());
        from.forEach(reader::seek);
        return reader;
    }

    /// Reads what is committed between those offsets and the present ends, in order.
    void read(
            Map<TopicPartition, Long> from,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> ends =
                ends(from.keySet().stream().map(TopicPartition::topic).distinct().toList());
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (Consumer<byte[], byte[]> reader = reader(from)) {
            while (ends.entrySet().stream()
                    .anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(POLL).forEach(each);
                if (System.nanoTime() > deadline) {
                    throw new GateFailure("what was committed can't be read to its end");
                }
            }
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka did not answer", e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new KafkaException("Kafka did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        broker.close();
    }
}
