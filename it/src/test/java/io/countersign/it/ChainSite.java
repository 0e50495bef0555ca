package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Deployment;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.InputSummary;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/// One chain on a real broker, with audit topology and ledger as processes, and the traffic that
/// goes through them. For one thread.
final class ChainSite implements AutoCloseable {
    static final TopicPartition ENTRIES = new TopicPartition(Topics.AUDIT_ENTRY, 0);
    static final TopicPartition PROXY = new TopicPartition(Topics.PROXY_RAW, 0);
    static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int RECORDS = 24;

    final CrashSite site;
    final Producer<byte[], byte[]> producer;
    final Admin admin;
    private final Traffic traffic;
    ChildJvm audit;
    ChildJvm ledger;

    @SuppressWarnings("NullAway") // The roles are set by start(), before each use.
    private ChainSite(CrashSite site) throws Exception {
        this.site = site;
        producer = site.deployment().producer();
        admin = Admin.create(site.deployment().client());
        traffic =
                new Traffic(
                        new RawRecords(
                                producer,
                                1,
                                KeyRing.of(site.deployment().configuration()).tokenKeys(),
                                site.deployment().schemas(),
                                InstantSource.system()),
                        new Random(1));
    }

    /// Broker and keys; no role runs yet.
    static ChainSite open(Path folder) throws Exception {
        return new ChainSite(CrashSite.open(folder, 1));
    }

    /// Audit topology and ledger run, and some records are sealed.
    void start() throws Exception {
        audit = startAudit("audit-a");
        ledger = site.run("ledger", "ledger");
        send();
        settled();
    }

    /// The roles end, the broker stays.
    void stop() {
        if (audit != null) {
            audit.close();
        }
        if (ledger != null) {
            ledger.close();
        }
    }

    @Override
    public void close() {
        stop();
        admin.close();
        producer.close();
        site.close();
    }

    ChildJvm startAudit(String name) throws IOException {
        ChildJvm started = site.run("audit", name);
        int before = count(started.output(), "running audit");
        Awaitility.await("running audit")
                .atMost(LIMIT)
                .until(() -> {
                    assertThat(started.isAlive()).as(started::errors).isTrue();
                    return count(started.output(), "running audit") > before;
                });
        return started;
    }

    static int count(String text, String word) {
        return text.split(Pattern.quote(word), -1).length;
    }

    void send() throws Exception {
        traffic.send(RECORDS);
        traffic.awaitAcknowledged();
    }

    /// Waits until every offset of the raw topics is in a tally that is sealed.
    Report settled() throws Exception {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String topic : List.of(Topics.PROXY_RAW, Topics.PROMPT_RAW)) {
            ends.put(new TopicPartition(topic, 0), end(new TopicPartition(topic, 0)));
        }
        Awaitility.await("every raw offset tallied and sealed")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    assertThat(audit.isAlive()).as(audit::errors).isTrue();
                    ControlRecords.ask(site.deployment(), 1, ControlKind.TALLY);
                    return Files.exists(log().resolve("checkpoint"))
                            && accountedTo(verify()).equals(ends);
                });
        assertThat(ledger.isAlive()).as("the sealer works").isTrue();
        Report report = verify();
        assertThat(report.failed()).isEmpty();
        assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
        return report;
    }

    Map<TopicPartition, Long> accountedTo(Report report) {
        Map<TopicPartition, Long> accounted = new HashMap<>();
        for (InputSummary input : report.inputs()) {
            if (!input.topic().equals(Topics.CONTROL)) {
                // Of several generations the last one counts.
                accounted.put(
                        new TopicPartition(input.topic(), input.partition()), input.toOffset());
            }
        }
        return accounted;
    }

    Path log() {
        return site.directory("ledger").resolve("log");
    }

    Report verify() throws Exception {
        return LogVerifier.verify(
                new DirectoryTileSource(log()), Request.trusting(trusted()), Progress.NONE);
    }

    VerifierKeys trusted() throws Exception {
        Configuration configuration = site.deployment().configuration();
        return VerifierKeys.read(KeyRing.of(configuration).vkeyFile());
    }

    long takeovers() {
        return CommittedRecords.entries(site.deployment()).stream()
                .filter(entry -> entry.getKind() == EntryKind.TAKEOVER)
                .count();
    }

    /// Of the chain and of the ledger's own.
    List<String> incidents() throws Exception {
        EntryReader reader =
                EntryReader.open(new DirectoryTileSource(log()), trusted().verifiers());
        List<String> codes = new ArrayList<>();
        for (long i = 0; i < reader.checkpoint().size().value(); i++) {
            reader.entry(reader.at(new LeafIndex(i)))
                    .getIncident()
                    .ifPresent(incident -> codes.add(incident.getCode()));
        }
        return codes;
    }

    /// Fits behind the last committed entry, and nobody of ours wrote it.
    byte[] next(String code) {
        Deployment deployment = site.deployment();
        AuditEntry last = CommittedRecords.entries(deployment).getLast();
        EntryCodec codec = new EntryCodec();
        AuditEntry entry =
                AuditEntry.newBuilder()
                        .setKind(EntryKind.INCIDENT)
                        .setChain(last.getChain())
                        .setSeq(last.getSeq() + 1)
                        .setPrev(LeafHash.of(codec.leaf(last)))
                        .setIncarnation(last.getIncarnation())
                        .setTimeMillis(last.getTimeMillis())
                        .setIncident(new IncidentEntry(code, null, null))
                        .build();
        return WireFormat.frame(BundledSchemas.get().id(AuditEntry.class), codec.body(entry));
    }

    long end(TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    void replace(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        Awaitility.await("the topic is gone")
                .atMost(LIMIT)
                .until(() -> !admin.listTopics().names().get().contains(topic));
        TopicSetup.ensure(admin, TopicSetup.topics(1, TopicSetup.Flush.WITH_REPLICAS), (short) 1);
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
