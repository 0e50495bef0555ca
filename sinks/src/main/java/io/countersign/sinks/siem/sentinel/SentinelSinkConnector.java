package io.countersign.sinks.siem.sentinel;

import io.countersign.sinks.siem.delivery.SiemSinkConnector;

/// Delivers audit entries and alerts to Microsoft Sentinel. The guide is `docs/guides/siem.md`.
public final class SentinelSinkConnector extends SiemSinkConnector {
    public SentinelSinkConnector() {
        super(new SentinelSink(), SentinelSinkTask.class);
    }
}
