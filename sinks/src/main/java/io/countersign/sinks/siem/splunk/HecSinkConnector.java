package io.countersign.sinks.siem.splunk;

import io.countersign.sinks.siem.delivery.SiemSinkConnector;

/// Delivers audit entries and alerts to Splunk's HTTP Event Collector. The guide is
/// `docs/guides/siem.md`.
public final class HecSinkConnector extends SiemSinkConnector {
    public HecSinkConnector() {
        super(new HecSink(), HecSinkTask.class);
    }
}
