package io.countersign.sinks.siem.sentinel;

import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/// OCSF events to Microsoft Sentinel.
final class SentinelSink implements Sink {
    @Override
    public String name() {
        return "sentinel";
    }

    @Override
    public ConfigDef definition() {
        return SentinelConfig.DEFINITION;
    }

    @Override
    public void validate(Map<String, String> properties) {
        SentinelConfig unused = SentinelConfig.parse(properties, "any");
    }

    @Override
    public Parts open(Map<String, String> properties, Surroundings surroundings) {
        SentinelConfig config = SentinelConfig.parse(properties, surroundings.version());
        return new Parts(
                config.delivery(),
                config.selection(),
                new SentinelEncoder(new OcsfEncoder(config.ocsf())),
                new SentinelClient(config, surroundings.time()));
    }
}
