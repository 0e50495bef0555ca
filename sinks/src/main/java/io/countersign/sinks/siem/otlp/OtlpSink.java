package io.countersign.sinks.siem.otlp;

import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/// OCSF events as OpenTelemetry logs.
final class OtlpSink implements Sink {
    @Override
    public String name() {
        return "otlp";
    }

    @Override
    public ConfigDef definition() {
        return OtlpConfig.DEFINITION;
    }

    @Override
    public void validate(Map<String, String> properties) {
        OtlpConfig unused = OtlpConfig.parse(properties, "any");
    }

    @Override
    public Parts open(Map<String, String> properties, Surroundings surroundings) {
        OtlpConfig config = OtlpConfig.parse(properties, surroundings.version());
        return new Parts(
                config.delivery(),
                config.selection(),
                new OtlpEncoder(new OcsfEncoder(config.ocsf())),
                new OtlpClient(config, surroundings.time()));
    }
}
