package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Netskope's events and alerts (REST API v2), one JSON object a record; DLP incidents are a third
/// shape of the same. `page` and `network` rows sum up a connection. For GenAI applications the
/// instance is the domain of the login address, which proves no account.
///
/// `useralert` and `isolate` are neither allowed nor blocked: whether the person went on, the
/// record does not say.
final class NetskopeEvents implements InputFormat {
    /// Counters, scores and ids of the vendor, and what it says about the network.
    private static final Set<String> PASSED =
            Set.of(
                    "@timestamp",
                    "@version",
                    "_id",
                    "record_type",
                    "type",
                    "category",
                    "appcategory",
                    "cci",
                    "ccl",
                    "count",
                    "numbytes",
                    "req_cnt",
                    "resp_cnt",
                    "conn_duration",
                    "conn_starttime",
                    "conn_endtime",
                    "alert",
                    "alert_type",
                    "alert_name",
                    "alert_id",
                    "policy",
                    "policy_id",
                    "access_method",
                    "traffic_type",
                    "device",
                    "device_classification",
                    "os",
                    "os_version",
                    "browser",
                    "browser_version",
                    "managed_app",
                    "dst_country",
                    "dst_region",
                    "dst_zipcode",
                    "dst_location",
                    "dst_latitude",
                    "dst_longitude",
                    "dst_timezone",
                    "dstport",
                    "src_country",
                    "src_region",
                    "src_zipcode",
                    "src_location",
                    "src_latitude",
                    "src_longitude",
                    "src_timezone",
                    "src_time",
                    "srcport",
                    "request_id",
                    "dlp_incident_id",
                    "dlp_parent_id",
                    "dlp_fail_reason",
                    "dlp_is_unique_count",
                    "dlp_unique_count",
                    "dlp_rule_severity",
                    "dlp_scan_failed",
                    "dlp_file",
                    "object_id",
                    "object_type",
                    "file_size",
                    "file_type",
                    "file_lang",
                    "md5",
                    "sha256",
                    "insertion_epoch_timestamp",
                    "user_confidence_index",
                    "user_confidence_level",
                    "site",
                    "ssl_decrypt_policy",
                    "severity",
                    "nsdeviceuid",
                    "netskope_pop",
                    "protocol",
                    "telemetry_app",
                    "web_universal_connector",
                    "parent_id",
                    "page_id",
                    "page_duration",
                    "useragent_os",
                    "sessionid",
                    "tunnel_id",
                    "suppression_key",
                    "acked",
                    "other_categories",
                    "sanctioned",
                    "dst_geoip_src",
                    "src_geoip_src",
                    "domain_ip",
                    "port",
                    "ip_protocol",
                    "client_packets",
                    "server_packets",
                    "total_packets",
                    "session_duration",
                    "start_time",
                    "end_time",
                    "mime_type",
                    "scan_type",
                    "file_cls_encrypted",
                    "os_family",
                    "appsuite",
                    "incident_id",
                    "exposure");

    /// Kinds of events in which nobody used a service.
    private static final Set<String> NO_TRAFFIC = Set.of("audit", "infrastructure", "endpoint");

    private final String name;

    private NetskopeEvents(String name) {
        this.name = name;
    }

    static NetskopeEvents events() {
        return new NetskopeEvents("netskope-events");
    }

    static NetskopeEvents alerts() {
        return new NetskopeEvents("netskope-alerts");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, this::read);
    }

    private Parsed read(JsonParser parser, byte[] json) throws IOException {
        Fields fields = new Fields();
        fields.putMembers(parser, json, "");
        fields.unwrap("netskope.events.");
        fields.unwrap("netskope.alerts.");
        fields.unwrap("netskope.");
        NetskopeNesting.undo(fields);
        if (fields.isEmpty()) {
            return new Parsed.Rejected(RejectionCode.MISSING_FIELD, "no member says anything");
        }
        String kind = fields.text("event_type", "record_type");
        if (kind != null && NO_TRAFFIC.contains(kind)) {
            return new Parsed.Rejected(
                    RejectionCode.UNKNOWN_FORMAT, "an event of the console or of an appliance");
        }
        ProxyRow row = new ProxyRow(name);
        String source = fields.text("userip", "user_ip", "srcip", "src_ip");
        row.url(slashed(fields.text("url", "dlp_url")))
                .host(fields.text("domain", "dst_host", "dsthost"))
                .destinationAddress(fields.text("dstip", "dst_ip"))
                .user(user(fields), IdentityBasis.IDP, source)
                .bytes(
                        fields.number("client_bytes", "clientBytes"),
                        fields.number("server_bytes", "serverBytes"))
                .action(fields.text("action"))
                .application(fields.text("app"))
                .referer(fields.text("referer"))
                .fileNames(fields.text("object", "file_name", "filename"));
        Optional<Boolean> bypass = Lenient.bool(fields.text("ssl_bypass"));
        row.tunnel(bypass.orElse(false));
        row.event
                .time(
                        Lenient.instant(
                                fields.text("timestamp", "_creation_timestamp", "@timestamp")),
                        TimeBasis.PUBLISHED)
                .device(fields.text("hostname", "device_name"))
                .userAgent(fields.text("user_agent", "useragent"))
                .transactionId(id(fields, "transaction_id"))
                .sessionId(id(fields, "app_session_id", "browser_session_id", "connection_id"))
                .department(
                        fields.text(
                                "organization_unit",
                                "custom_attr.usr_department",
                                "userGroup",
                                "usergroup"))
                .activity(fields.text("activity"));
        fields.text("ur_normalized", "userkey", "to_user", "acting_user");
        NetskopeHints.add(
                row.event,
                fields.text("instance_id"),
                fields.text("instance", "instance_name"),
                fields.text("sanctioned_instance"),
                fields.text("from_user"));
        finding(row.event, fields);
        fields.pass(PASSED);
        return row.finish(fields);
    }

    /// The first of the ids that is one: 0 stands for none.
    private static @Nullable String id(Fields fields, String... names) {
        String found = null;
        for (String name : names) {
            String value = fields.text(name);
            found = found != null || "0".equals(value) ? found : value;
        }
        return found;
    }

    /// Some exports write each slash of a URL as `\\/`, once too often for JSON to undo.
    private static @Nullable String slashed(@Nullable String url) {
        return url == null || url.indexOf('\\') < 0 ? url : url.replaceAll("\\\\{1,3}/", "/");
    }

    /// The user may be an object of spellings.
    private static @Nullable String user(Fields fields) {
        return fields.text(
                "user",
                "user.email",
                "user.name",
                "user.id",
                "acting_user",
                "userkey",
                "ur_normalized");
    }

    private static void finding(Event.Builder event, Fields fields) {
        String profile = fields.text("dlp_profile", "dlp_profile_name");
        String matches = fields.text("dlp_match_info");
        if (profile == null && matches != null) {
            profile = JsonNames.of(matches, Set.of("dlp_profile_name"));
        }
        String rule = fields.text("dlp_rule", "dlp_rule_name");
        long hits = fields.number("dlp_rule_count");
        if (profile != null || rule != null) {
            event.sourceFinding(
                    new SourceFinding(
                            profile == null ? "" : profile,
                            rule == null ? "" : rule,
                            (int) Math.min(Math.max(0, hits), Integer.MAX_VALUE)));
        }
    }
}
