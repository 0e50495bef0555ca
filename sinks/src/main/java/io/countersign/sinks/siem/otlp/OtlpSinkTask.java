package io.countersign.sinks.siem.otlp;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkTime;

/// The task of [OtlpSinkConnector].
public final class OtlpSinkTask extends SiemSinkTask {
    public OtlpSinkTask() {
        this(SinkTime.MACHINE);
    }

    OtlpSinkTask(SinkTime time) {
        super(new OtlpSink(), time);
    }
}
