package io.countersign.sinks.siem.opensearch;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkTime;

/// Indexes entries and alerts in OpenSearch or Elasticsearch.
public final class OpenSearchSinkTask extends SiemSinkTask {
    public OpenSearchSinkTask() {
        this(SinkTime.MACHINE);
    }

    OpenSearchSinkTask(SinkTime time) {
        super(new OpenSearchSink(), time);
    }
}
