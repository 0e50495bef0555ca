package io.countersign.sinks.siem.webhook;

import io.countersign.sinks.siem.delivery.SiemSinkConnector;

/// Tells an HTTP address of alerts. The guide is `docs/guides/siem.md`.
public final class WebhookSinkConnector extends SiemSinkConnector {
    public WebhookSinkConnector() {
        super(new WebhookSink(), WebhookSinkTask.class);
    }
}
