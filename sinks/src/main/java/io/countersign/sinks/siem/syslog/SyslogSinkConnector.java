package io.countersign.sinks.siem.syslog;

import io.countersign.sinks.siem.delivery.SiemSinkConnector;

/// Sends entries and alerts as syslog messages over TLS. The guide is `docs/guides/siem.md`.
public final class SyslogSinkConnector extends SiemSinkConnector {
    public SyslogSinkConnector() {
        super(new SyslogSink(), SyslogSinkTask.class);
    }
}
