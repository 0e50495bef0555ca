package io.countersign.sinks.siem.otlp;

import io.countersign.sinks.siem.delivery.SiemSinkConnector;

/// Delivers audit entries and alerts as OpenTelemetry logs. The guide is `docs/guides/siem.md`.
public final class OtlpSinkConnector extends SiemSinkConnector {
    public OtlpSinkConnector() {
        super(new OtlpSink(), OtlpSinkTask.class);
    }
}
