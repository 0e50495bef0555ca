package io.countersign.sinks.siem.relp;

import io.countersign.sinks.siem.delivery.SiemSinkConnector;

/// Sends entries and alerts as syslog messages over RELP, which acknowledges each. The guide is
/// `docs/guides/siem.md`.
public final class RelpSinkConnector extends SiemSinkConnector {
    public RelpSinkConnector() {
        super(new RelpSink(), RelpSinkTask.class);
    }
}
