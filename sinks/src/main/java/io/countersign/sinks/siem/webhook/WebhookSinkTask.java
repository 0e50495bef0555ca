package io.countersign.sinks.siem.webhook;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkTime;

/// The task of [WebhookSinkConnector].
public final class WebhookSinkTask extends SiemSinkTask {
    public WebhookSinkTask() {
        this(SinkTime.MACHINE);
    }

    WebhookSinkTask(SinkTime time) {
        super(new WebhookSink(), time);
    }
}
