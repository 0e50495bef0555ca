package io.countersign.sinks.siem.opensearch;

import io.countersign.sinks.siem.delivery.Sink;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/// Indexes entries and alerts in OpenSearch or Elasticsearch.
final class OpenSearchSink implements Sink {
    @Override
    public String name() {
        return "opensearch";
    }

    @Override
    public ConfigDef definition() {
        return OpenSearchConfig.DEFINITION;
    }

    @Override
    public void validate(Map<String, String> properties) {
        OpenSearchConfig unused = OpenSearchConfig.parse(properties, "any");
    }

    @Override
    public Parts open(Map<String, String> properties, Surroundings surroundings) {
        OpenSearchConfig config = OpenSearchConfig.parse(properties, surroundings.version());
        return new Parts(
                config.delivery(),
                config.selection(),
                config.encoder(),
                new OpenSearchClient(config, surroundings.time()));
    }
}
