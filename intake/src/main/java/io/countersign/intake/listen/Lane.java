package io.countersign.intake.listen;

import io.countersign.intake.RawRecords;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/// One source id with its dense sequence: the order in which the records of a connection go to
/// Kafka. Held by one connection at a time, for one thread at a time.
public final class Lane {
    private final RawRecords records;
    private final ListenerCounts counts;
    private final String sourceId;
    private final boolean authenticated;
    private long nextSeq;
    private volatile boolean broken;

    Lane(RawRecords records, ListenerCounts counts, String sourceId, boolean authenticated) {
        this.records = records;
        this.counts = counts;
        this.sourceId = sourceId;
        this.authenticated = authenticated;
    }

    void beginAt(long seq) {
        nextSeq = seq;
    }

    /// Hands a record to Kafka's producer, and waits while that is full.
    ///
    /// @return done once all replicas have it; fails where it has to be sent again
    public CompletableFuture<RecordMetadata> send(String format, byte[] payload) {
        return counted(
                payload.length,
                records.send(
                        new RawRecords.Origin(sourceId, nextSeq++, format, authenticated),
                        payload));
    }

    /// Has a refusal chained in place of a record.
    ///
    /// @return done once all replicas have the refusal
    public CompletableFuture<RecordMetadata> refuse(String format, Taken.Passed passed) {
        counts.refused(passed.code());
        return counted(
                0,
                records.refuse(
                        new RawRecords.Origin(sourceId, nextSeq++, format, authenticated),
                        passed.code(),
                        passed.bytes(),
                        passed.digest()));
    }

    private CompletableFuture<RecordMetadata> counted(
            long bytes, CompletableFuture<RecordMetadata> sent) {
        counts.sent(bytes);
        return sent.whenComplete((_place, failure) -> {
            counts.answered(failure == null);
            broken |= failure != null;
        });
    }

    /// Whether a number of the sequence may be missing on Kafka, so that nobody goes on with it.
    boolean broken() {
        return broken;
    }
}
