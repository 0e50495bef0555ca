package io.countersign.sinks.siem.opensearch;

import io.countersign.sinks.siem.delivery.SiemSinkConnector;

/// Indexes entries and alerts in OpenSearch or Elasticsearch. The guide is `docs/guides/siem.md`.
public final class OpenSearchSinkConnector extends SiemSinkConnector {
    public OpenSearchSinkConnector() {
        super(new OpenSearchSink(), OpenSearchSinkTask.class);
    }
}
