package io.countersign.sinks.siem.webhook;

import io.countersign.sinks.siem.delivery.Sink;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/// Alerts to an HTTP address.
final class WebhookSink implements Sink {
    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public ConfigDef definition() {
        return WebhookConfig.DEFINITION;
    }

    @Override
    public void validate(Map<String, String> properties) {
        WebhookConfig unused = WebhookConfig.parse(properties);
    }

    @Override
    public Parts open(Map<String, String> properties, Surroundings surroundings) {
        WebhookConfig config = WebhookConfig.parse(properties);
        return new Parts(
                config.delivery(),
                config.selection(),
                new WebhookEncoder(config.template()),
                new WebhookClient(config, surroundings.time()));
    }
}
