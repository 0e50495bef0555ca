package io.countersign.app.demo;

import io.countersign.app.role.Deployment;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Looks at what is committed while the demo runs: alerts as they come, entries as they are
/// chained. One thread of its own; the figures may be read from any.
final class Watch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STOP = Duration.ofSeconds(2);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader;
    private final Consumer<Alert> onAlert;
    private final Consumer<AuditEntry> onOwnPrompt;
    private final AvroDecoder<AuditEntry> entryDecoder =
            new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
    private final AvroDecoder<Alert> alertDecoder =
            new AvroDecoder<>(Alert.class, BundledSchemas.get());
    private final Thread thread = new Thread(this::run, "demo-watch");
    private final List<Alert> alerts = new ArrayList<>();
    private final List<AuditEntry> events = new ArrayList<>();
    private final List<AuditEntry> alertEntries = new ArrayList<>();
    private final Map<EntryKind, Integer> kinds = new EnumMap<>(EntryKind.class);
    private volatile boolean stopping;

    /// @param onAlert called for each alert, on the watch's thread
    /// @param onOwnPrompt called for each event that came in over HTTP
    Watch(Deployment deployment, Consumer<Alert> onAlert, Consumer<AuditEntry> onOwnPrompt) {
        this.onAlert = onAlert;
        this.onOwnPrompt = onOwnPrompt;
        this.reader = deployment.committedReader();
        List<TopicPartition> partitions =
                Stream.of(Topics.AUDIT_ENTRY, Topics.ALERT)
                        .flatMap(topic ->
                                IntStream.range(0, deployment.configuration().partitions())
                                        .mapToObj(p -> new TopicPartition(topic, p)))
                        .toList();
        reader.assign(partitions);
        // From now on: what an earlier run left is not shown again.
        reader.seekToEnd(partitions);
        partitions.forEach(reader::position);
        thread.start();
    }

    private void run() {
        while (!stopping) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                try {
                    if (record.topic().equals(Topics.ALERT)) {
                        alert(alertDecoder.framed(record.value()));
                    } else {
                        entry(entryDecoder.framed(record.value()));
                    }
                } catch (UndecodableRecordException _noRecord) {
                    // Sealer and sinks say so of it.
                }
            }
        }
        reader.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(STOP));
    }

    private void alert(Alert alert) {
        synchronized (this) {
            alerts.add(alert);
        }
        onAlert.accept(alert);
    }

    private void entry(AuditEntry entry) {
        synchronized (this) {
            kinds.merge(entry.getKind(), 1, Integer::sum);
            if (entry.getKind() == EntryKind.EVENT) {
                events.add(entry);
            } else if (entry.getKind() == EntryKind.ALERT) {
                alertEntries.add(entry);
            }
        }
        if (entry.getEvent().isPresent()
                && entry.getEvent().get().getSource().getId().startsWith("http-")) {
            onOwnPrompt.accept(entry);
        }
    }

    synchronized List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    synchronized List<AuditEntry> events() {
        return List.copyOf(events);
    }

    /// Entries about alerts.
    synchronized List<AuditEntry> alertEntries() {
        return List.copyOf(alertEntries);
    }

    synchronized int count(EntryKind kind) {
        return kinds.getOrDefault(kind, 0);
    }

    synchronized int entries() {
        return kinds.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized Map<Disposition, Integer> dispositions() {
        Map<Disposition, Integer> dispositions = new EnumMap<>(Disposition.class);
        for (AuditEntry entry : events) {
            entry.getEvent()
                    .ifPresent(
                            event -> dispositions.merge(event.getDisposition(), 1, Integer::sum));
        }
        return dispositions;
    }

    /// Findings of all events by info type.
    synchronized Map<String, Integer> findings() {
        Map<String, Integer> findings = new TreeMap<>();
        for (AuditEntry entry : events) {
            for (FindingCount found :
                    entry.getEvent().map(EventEntry::getContent).orElseThrow().getFindings()) {
                findings.merge(found.getType(), found.getCount(), Integer::sum);
            }
        }
        return findings;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
