package io.countersign.sinks.siem.syslog;

import io.countersign.sinks.siem.delivery.Sink;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/// Sends entries and alerts as syslog messages over TLS.
final class SyslogSink implements Sink {
    @Override
    public String name() {
        return "syslog";
    }

    @Override
    public ConfigDef definition() {
        return SyslogConfig.SYSLOG;
    }

    @Override
    public void validate(Map<String, String> properties) {
        SyslogConfig unused = SyslogConfig.parse(SyslogConfig.SYSLOG, properties, "any");
    }

    @Override
    public Parts open(Map<String, String> properties, Surroundings surroundings) {
        SyslogConfig config =
                SyslogConfig.parse(SyslogConfig.SYSLOG, properties, surroundings.version());
        return new Parts(
                config.delivery(),
                config.selection(),
                config.encoder(),
                new SyslogClient(config.receiver(), config.confirmAfter(), surroundings.time()));
    }
}
