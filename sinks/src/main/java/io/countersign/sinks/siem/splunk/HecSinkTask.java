package io.countersign.sinks.siem.splunk;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkTime;

/// The task of [HecSinkConnector].
public final class HecSinkTask extends SiemSinkTask {
    public HecSinkTask() {
        this(SinkTime.MACHINE);
    }

    HecSinkTask(SinkTime time) {
        super(new HecSink(), time);
    }
}
