package io.countersign.sinks.siem.relp;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkTime;

/// Sends entries and alerts as syslog messages over RELP, which acknowledges each.
public final class RelpSinkTask extends SiemSinkTask {
    public RelpSinkTask() {
        this(SinkTime.MACHINE);
    }

    RelpSinkTask(SinkTime time) {
        super(new RelpSink(), time);
    }
}
