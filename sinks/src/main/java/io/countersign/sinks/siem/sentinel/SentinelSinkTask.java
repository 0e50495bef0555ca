package io.countersign.sinks.siem.sentinel;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkTime;

/// The task of [SentinelSinkConnector].
public final class SentinelSinkTask extends SiemSinkTask {
    public SentinelSinkTask() {
        this(SinkTime.MACHINE);
    }

    SentinelSinkTask(SinkTime time) {
        super(new SentinelSink(), time);
    }
}
