package io.countersign.sources;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Netskope records that a shipper has put into the Elastic common schema: the vendor's names are
/// split at their underscores (`app.name`, `dlp.rule.count`), and what the schema knows stands
/// outside (`source.ip`, `client.bytes`, `user.email.1`). Here they get the vendor's names back.
final class NetskopeNesting {
    private static final Map<String, String> VENDOR_NAMES = vendorNames();

    /// What the schema or the shipper adds of its own.
    private static final Set<String> PASSED =
            Set.of(
                    "event.id",
                    "event_type",
                    "insertion.timestamp",
                    "is_alert",
                    "alert.is_present",
                    "category.name",
                    "destination.geoip.source",
                    "destination.geoip_src",
                    "destination.port",
                    "source.address",
                    "destination.address",
                    "source.port",
                    "source.geoip_src",
                    "source.time",
                    "ip.protocol",
                    "network.protocol",
                    "client.packets",
                    "server.packets",
                    "session.packets",
                    "total_packets",
                    "tunnel.up_time",
                    "user.generated",
                    "user.email.2",
                    "user.email.3",
                    "user.email.4",
                    "user_agent.name",
                    "user_agent.version",
                    "user_agent.os.name",
                    "user_agent.os.version",
                    "connection.duration",
                    "connection.start_time",
                    "connection.end_time",
                    "suppression.start_time",
                    "suppression.end_time",
                    "http_transaction_count",
                    "request.count",
                    "response.count",
                    "response.content.length",
                    "response.content.type",
                    "file.hash.md5",
                    "file.hash.sha256",
                    "modified_at",
                    "modified.timestamp",
                    "severity.level",
                    "severity.level_id",
                    "severity.id",
                    "scan.type");

    private NetskopeNesting() {}

    /// Gives the record's fields the vendor's names, where a shipper nested them.
    static void undo(Fields fields) {
        boolean nested =
                fields.has("app.name")
                        || fields.has("activity.name")
                        || (fields.has("access_method") && fields.has("user.email.1"));
        if (nested) {
            fields.rename(VENDOR_NAMES);
            fields.pass(PASSED);
        }
    }

    private static Map<String, String> vendorNames() {
        Map<String, String> names = new LinkedHashMap<>();
        String table =
                "app.name app activity.name activity object.name object object.id object_id object.type object_type"
                        + " user.ip userip source.ip srcip destination.ip dstip user.email.1 user user.group.name usergroup"
                        + " user.group usergroup client.bytes client_bytes server.bytes server_bytes event.action action"
                        + " user_agent.original user_agent host.hostname hostname instance.id instance_id"
                        + " instance.name instance_name transaction.id transaction_id app.session.id app_session_id"
                        + " browser.session.id browser_session_id connection.id connection_id"
                        + " organization.unit organization_unit file.name file_name file.size file_size"
                        + " file.lang file_lang policy.name policy policy.id policy_id alert.name alert_name"
                        + " alert.type alert_type alert.id alert_id traffic.type traffic_type request.id request_id"
                        + " device.type device device.name device device.classification device_classification"
                        + " app.category appcategory tunnel.id tunnel_id suppression.key suppression_key"
                        + " other.categories other_categories telemetry.app telemetry_app managed.app managed_app"
                        + " dlp.profile dlp_profile dlp.rule.name dlp_rule dlp.rule dlp_rule dlp.rule.count dlp_rule_count"
                        + " dlp.rule.severity dlp_rule_severity dlp.incident.id dlp_incident_id"
                        + " dlp.parent.id dlp_parent_id dlp.file dlp_file dlp.unique_count dlp_unique_count"
                        + " dlp.is_unique_count dlp_is_unique_count from.user from_user to.user to_user"
                        + " sanctioned.instance sanctioned_instance";
        String[] words = table.split(" ", -1);
        for (int i = 0; i < words.length; i += 2) {
            names.put(words[i], words[i + 1]);
        }
        return names;
    }
}
