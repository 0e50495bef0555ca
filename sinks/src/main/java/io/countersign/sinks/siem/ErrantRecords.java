package io.countersign.sinks.siem;

import java.util.concurrent.Future;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/// Where records go that cannot be decoded: to Connect's dead letter queue where the connector has
/// one, else the task stops. Never dropped. Connect waits for the dead letter before it commits the
/// record's offset.
public final class ErrantRecords {
    private final @Nullable ErrantRecordReporter reporter;

    /// @param reporter null where neither a dead letter topic nor `errors.log.enable` is configured
    public ErrantRecords(@Nullable ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    /// @throws SinkFailureException where there is no dead letter queue
    public void report(SinkRecord record, Decoded.Undecodable undecodable) {
        SinkFailureException reason =
                new SinkFailureException(
                        SinkFailure.UNDECODABLE, coordinates(record) + ": " + undecodable.code());
        if (reporter == null) {
            throw reason;
        }
        // Connect itself waits for it before it commits.
        Future<Void> unused = reporter.report(record, reason);
    }

    private static String coordinates(SinkRecord record) {
        return record.originalTopic()
                + "/"
                + record.originalKafkaPartition()
                + " offset "
                + record.originalKafkaOffset();
    }
}
