package io.countersign.sinks.siem.splunk;

import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/// OCSF events to Splunk's HTTP Event Collector.
final class HecSink implements Sink {
    @Override
    public String name() {
        return "splunk-hec";
    }

    @Override
    public ConfigDef definition() {
        return HecConfig.DEFINITION;
    }

    @Override
    public void validate(Map<String, String> properties) {
        HecConfig unused = HecConfig.parse(properties, "any");
    }

    @Override
    public Parts open(Map<String, String> properties, Surroundings surroundings) {
        HecConfig config = HecConfig.parse(properties, surroundings.version());
        return new Parts(
                config.delivery(),
                config.selection(),
                new HecEncoder(config.envelope(), new OcsfEncoder(config.ocsf())),
                new HecClient(config, surroundings.time()));
    }
}
