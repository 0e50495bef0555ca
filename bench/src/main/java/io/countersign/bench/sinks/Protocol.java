package io.countersign.bench.sinks;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.ndjson.NdjsonSinkConnector;
import io.countersign.sinks.siem.ndjson.NdjsonSinkTask;
import io.countersign.sinks.siem.opensearch.OpenSearchSinkConnector;
import io.countersign.sinks.siem.opensearch.OpenSearchSinkTask;
import io.countersign.sinks.siem.otlp.OtlpSinkConnector;
import io.countersign.sinks.siem.otlp.OtlpSinkTask;
import io.countersign.sinks.siem.relp.RelpSinkConnector;
import io.countersign.sinks.siem.relp.RelpSinkTask;
import io.countersign.sinks.siem.sentinel.SentinelSinkConnector;
import io.countersign.sinks.siem.sentinel.SentinelSinkTask;
import io.countersign.sinks.siem.splunk.HecSinkConnector;
import io.countersign.sinks.siem.splunk.HecSinkTask;
import io.countersign.sinks.siem.syslog.SyslogSinkConnector;
import io.countersign.sinks.siem.syslog.SyslogSinkTask;
import io.countersign.sinks.siem.webhook.WebhookSinkConnector;
import io.countersign.sinks.siem.webhook.WebhookSinkTask;
import java.util.Arrays;
import java.util.Optional;

/// The sinks that are measured, and where in what they send an event's id stands.
enum Protocol {
    NDJSON("ndjson", "\"correlation_uid\":\"", ""),
    SPLUNK_HEC("splunk-hec", "\"event_id\":\"", "/services/collector/event"),
    SENTINEL(
            "sentinel",
            "\"EventId\":\"",
            "/dataCollectionRules/dcr-0/streams/Custom-X_CL?api-version=2023-01-01"),
    OTLP("otlp", "\"event.id\",\"value\":{\"stringValue\":\"", "/v1/logs"),
    OPENSEARCH("opensearch", "\"_id\":\"", "/_bulk"),
    SYSLOG("syslog", "eventId=\"", ""),
    RELP("relp", "eventId=\"", ""),
    WEBHOOK("webhook", "\"id\": \"", "/hook");

    private final String word;
    private final String marker;
    private final String path;

    Protocol(String word, String marker, String path) {
        this.word = word;
        this.marker = marker;
        this.path = path;
    }

    /// As the configuration names it.
    String word() {
        return word;
    }

    /// What stands before an event's id.
    String marker() {
        return marker;
    }

    /// Where events are posted; "" for what is not HTTP.
    String path() {
        return path;
    }

    boolean isHttp() {
        return !path.isEmpty();
    }

    Sink sink() {
        return switch (this) {
            case NDJSON -> new NdjsonSinkConnector().sink();
            case SPLUNK_HEC -> new HecSinkConnector().sink();
            case SENTINEL -> new SentinelSinkConnector().sink();
            case OTLP -> new OtlpSinkConnector().sink();
            case OPENSEARCH -> new OpenSearchSinkConnector().sink();
            case SYSLOG -> new SyslogSinkConnector().sink();
            case RELP -> new RelpSinkConnector().sink();
            case WEBHOOK -> new WebhookSinkConnector().sink();
        };
    }

    SiemSinkTask task() {
        return switch (this) {
            case NDJSON -> new NdjsonSinkTask();
            case SPLUNK_HEC -> new HecSinkTask();
            case SENTINEL -> new SentinelSinkTask();
            case OTLP -> new OtlpSinkTask();
            case OPENSEARCH -> new OpenSearchSinkTask();
            case SYSLOG -> new SyslogSinkTask();
            case RELP -> new RelpSinkTask();
            case WEBHOOK -> new WebhookSinkTask();
        };
    }

    static Optional<Protocol> of(String word) {
        return Arrays.stream(values()).filter(protocol -> protocol.word.equals(word)).findFirst();
    }
}
