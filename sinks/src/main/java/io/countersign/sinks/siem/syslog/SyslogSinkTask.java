package io.countersign.sinks.siem.syslog;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkTime;

/// Sends entries and alerts as syslog messages over TLS.
public final class SyslogSinkTask extends SiemSinkTask {
    public SyslogSinkTask() {
        this(SinkTime.MACHINE);
    }

    SyslogSinkTask(SinkTime time) {
        super(new SyslogSink(), time);
    }
}
