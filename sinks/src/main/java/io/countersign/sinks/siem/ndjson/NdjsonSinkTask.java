package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkTime;

/// Appends entries and alerts to files; an offset is committed only after its line is on the disk.
public final class NdjsonSinkTask extends SiemSinkTask {
    public NdjsonSinkTask() {
        this(SinkTime.MACHINE, ChannelOpener.DISK);
    }

    NdjsonSinkTask(SinkTime time, ChannelOpener opener) {
        super(new NdjsonSink(opener), time);
    }
}
