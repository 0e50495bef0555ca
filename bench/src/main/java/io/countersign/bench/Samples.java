package io.countersign.bench;

import io.countersign.schemas.Topics;
import io.countersign.topology.steps.RawRecord;
import java.util.OptionalLong;

/// Invented records for the benchmarks of single steps; the same ones in each run, apart from the
/// times in them.
final class Samples {
    private static final long SEED = 20_261_126;

    private Samples() {}

    /// Of one input format.
    static byte[][] ofFormat(String format, int count) {
        boolean proxy = format.equals("squid") || format.equals("zscaler-nss-web");
        SourceRecords source =
                new SourceRecords(proxy ? Workload.OUT_OF_SCOPE : Workload.WITH_BODY, SEED);
        byte[][] records = new byte[count][];
        for (int i = 0; i < count; ) {
            SourceRecord record = source.next();
            if (record.format().equals(format)) {
                records[i++] = record.value();
            }
        }
        return records;
    }

    /// Of one class, in all its formats.
    static RawRecord[] ofClass(RecordClass kind, int count) {
        SourceRecords source =
                new SourceRecords(
                        switch (kind) {
                            case OUT_OF_SCOPE -> Workload.OUT_OF_SCOPE;
                            case WITHOUT_BODY -> Workload.WITHOUT_BODY;
                            case WITH_BODY -> Workload.WITH_BODY;
                        },
                        SEED);
        RawRecord[] records = new RawRecord[count];
        for (int i = 0; i < count; i++) {
            SourceRecord record = source.next();
            records[i] =
                    new RawRecord(
                            record.topic(),
                            0,
                            i,
                            System.currentTimeMillis(),
                            record.format(),
                            "bench-" + Topics.PROXY_RAW,
                            OptionalLong.of(i),
                            record.value());
        }
        return records;
    }
}
