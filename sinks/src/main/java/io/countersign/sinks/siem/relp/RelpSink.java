package io.countersign.sinks.siem.relp;

import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.syslog.SyslogConfig;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/// Sends entries and alerts as syslog messages over RELP, which acknowledges each.
final class RelpSink implements Sink {
    @Override
    public String name() {
        return "relp";
    }

    @Override
    public ConfigDef definition() {
        return SyslogConfig.RELP;
    }

    @Override
    public void validate(Map<String, String> properties) {
        SyslogConfig unused = SyslogConfig.parse(SyslogConfig.RELP, properties, "any");
    }

    @Override
    public Parts open(Map<String, String> properties, Surroundings surroundings) {
        SyslogConfig config =
                SyslogConfig.parse(SyslogConfig.RELP, properties, surroundings.version());
        return new Parts(
                config.delivery(),
                config.selection(),
                config.encoder(),
                new RelpClient(config.receiver()));
    }
}
