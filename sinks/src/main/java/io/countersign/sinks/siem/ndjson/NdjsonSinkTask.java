package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkTime;

/// Appends entries and alerts to files; an offset is committed only after its line is on the disk.
public final class NdjsonSinkTask extends SiemSinkTask {
    public NdjsonSinkTask() {
        this(SinkTime.MACHINE);
    }

    NdjsonSinkTask(SinkTime time) {
        super(new NdjsonSink(), time);
    }
}
