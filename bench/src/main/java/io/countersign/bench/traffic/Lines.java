package io.countersign.bench.traffic;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/// Writes records as their sources write them. A number makes each record one of its own, where the
/// format has a place for it.
final class Lines {
    private static final DateTimeFormatter ZSCALER_TIME = utc("EEE MMM dd HH:mm:ss uuuu");
    private static final DateTimeFormatter DATE = utc("uuuu-MM-dd");
    private static final DateTimeFormatter TIME = utc("HH:mm:ss");
    private static final DateTimeFormatter SECONDS = utc("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter FIREWALL_TIME = utc("uuuu/MM/dd HH:mm:ss");
    private static final DateTimeFormatter SYSLOG_TIME = utc("MMM dd HH:mm:ss");
    private static final long FIRST_RECORD_ID = 7_719_003_400_000_000_000L;
    private static final String SERVER = "203.0.113.20";
    private static final String EGRESS = "192.0.2.10";

    private Lines() {}

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
    }

    static String squid(Exchange exchange) {
        Instant end = exchange.end();
        String result;
        if (exchange.challenge) {
            result = "TCP_DENIED/407";
        } else if (exchange.blocked) {
            result = "TCP_DENIED/403";
        } else if (!exchange.decrypted) {
            result = "TCP_TUNNEL/200";
        } else {
            result = "TCP_MISS/" + exchange.status;
        }
        String url =
                exchange.decrypted && !exchange.challenge
                        ? "https://" + exchange.host + exchange.path
                        : exchange.host + ":443";
        String method = exchange.decrypted && !exchange.challenge ? exchange.method : "CONNECT";
        String peer = result.contains("DENIED") ? "HIER_NONE/-" : "HIER_DIRECT/" + SERVER;
        return end.getEpochSecond()
                + "."
                + pad(end.toEpochMilli() % 1_000, 3)
                + " "
                + exchange.elapsedMillis
                + " "
                + exchange.person.address()
                + " "
                + result
                + " "
                + exchange.bytesDown
                + " "
                + method
                + " "
                + url
                + " "
                + (exchange.challenge ? "-" : exchange.person.login())
                + " "
                + peer
                + " "
                + (method.equals("CONNECT") ? "-" : exchange.contentType);
    }

    static String zscaler(Exchange exchange, long number) {
        Instant time = exchange.end();
        boolean path = exchange.decrypted;
        StringBuilder json = new StringBuilder(1_024 + exchange.prompt.length());
        json.append("{\"version\":\"v9\",\"sourcetype\":\"zscalernss-web\",\"event\":{");
        first(json, "time", ZSCALER_TIME.format(time));
        member(json, "tz", "GMT");
        member(json, "epochtime", Long.toString(time.getEpochSecond()));
        member(json, "recordid", Long.toString(FIRST_RECORD_ID + number));
        member(json, "login", exchange.person.mail());
        member(json, "dept", exchange.person.department());
        member(json, "devicehostname", exchange.person.device());
        member(json, "action", exchange.blocked ? "Blocked" : "Allowed");
        member(json, "reason", exchange.blocked ? "Not allowed by policy" : "Allowed");
        member(json, "reqmethod", path ? exchange.method : "CONNECT");
        member(json, "respcode", Integer.toString(exchange.status));
        member(json, "host", exchange.host);
        member(
                json,
                "b64url",
                base64(path ? exchange.host + exchange.path : exchange.host + ":443"));
        member(json, "reqsize", Long.toString(exchange.bytesUp + 900));
        member(json, "reqdatasize", Long.toString(exchange.bytesUp));
        member(json, "respsize", Long.toString(exchange.bytesDown));
        member(json, "appname", exchange.application);
        member(json, "activity", exchange.activity);
        member(json, "useragent", exchange.agent);
        member(json, "contenttype", exchange.contentType);
        member(json, "refererhost", host(exchange.referer));
        member(json, "b64referer", base64(exchange.referer));
        member(json, "ssldecrypted", exchange.decrypted ? "Yes" : "No");
        member(json, "cltip", exchange.person.address());
        member(json, "location", "Main Campus");
        member(json, "dlpeng", exchange.dlp ? "HIPAA" : "None");
        member(json, "dlpdict", exchange.dlp ? "MRN Numbers|Names" : "None");
        member(json, "dlpdicthitcount", exchange.dlp ? "2|1" : "None");
        member(json, "upload_filename", exchange.fileName.isEmpty() ? "None" : exchange.fileName);
        member(json, "prompt_req", exchange.prompt.isEmpty() ? "None" : exchange.prompt);
        return json.append("}}").toString();
    }

    static String netskopeTransaction(Exchange exchange, long number) {
        Instant time = exchange.end();
        StringBuilder json = new StringBuilder(900).append('{');
        first(json, "x-type", "http_transaction");
        member(json, "date", DATE.format(time));
        member(json, "time", TIME.format(time));
        member(json, "x-cs-timestamp", Long.toString(time.getEpochSecond()));
        member(json, "time-taken", Long.toString(exchange.elapsedMillis));
        member(json, "cs-username", exchange.person.mail());
        member(json, "x-cs-userip", exchange.person.address());
        member(json, "x-c-device", "Windows Device");
        member(json, "cs-method", exchange.challenge ? "PRI" : exchange.method);
        member(json, "cs-host", exchange.host);
        member(json, "x-cs-uri-path", exchange.path);
        member(json, "cs-bytes", Long.toString(exchange.bytesUp));
        member(json, "sc-bytes", Long.toString(exchange.bytesDown));
        member(json, "bytes", Long.toString(exchange.bytesUp + exchange.bytesDown));
        member(json, "sc-status", Integer.toString(exchange.status));
        member(json, "cs-content-type", exchange.contentType);
        member(json, "cs-user-agent", exchange.agent);
        member(json, "cs-referer", exchange.referer.isEmpty() ? "-" : exchange.referer);
        member(json, "x-cs-app", exchange.application);
        member(json, "x-cs-app-activity", exchange.activity.isEmpty() ? "-" : exchange.activity);
        member(json, "x-cs-app-object-name", exchange.fileName.isEmpty() ? "-" : exchange.fileName);
        member(json, "x-ssl-bypass", exchange.decrypted ? "No" : "Yes");
        member(json, "x-policy-action", exchange.blocked ? "block" : "allow");
        member(json, "x-error", "-");
        member(json, "x-transaction-id", Long.toString(FIRST_RECORD_ID + number));
        return json.append('}').toString();
    }

    /// An application event; a download from the EHR or a drive is one.
    static String netskopeEvent(Exchange exchange, long number) {
        StringBuilder json = new StringBuilder(700).append('{');
        first(json, "_id", Long.toHexString(FIRST_RECORD_ID + number));
        member(json, "record_type", "application");
        json.append(",\"timestamp\":").append(exchange.end().getEpochSecond());
        member(json, "alert", exchange.dlp ? "yes" : "no");
        member(json, "action", exchange.blocked ? "block" : "allow");
        member(json, "activity", exchange.activity);
        member(json, "app", exchange.application);
        member(json, "user", exchange.person.mail());
        member(json, "hostname", exchange.person.device());
        member(json, "device_classification", "managed");
        json.append(",\"client_bytes\":").append(exchange.bytesUp);
        json.append(",\"server_bytes\":").append(exchange.bytesDown);
        if (!exchange.fileName.isEmpty()) {
            member(json, "object", exchange.fileName);
            member(json, "object_type", "File");
            json.append(",\"file_size\":").append(Math.max(exchange.bytesUp, exchange.bytesDown));
        }
        if (exchange.dlp) {
            member(json, "dlp_profile", "HIPAA");
            member(json, "dlp_rule", "MRN with name");
            json.append(",\"dlp_rule_count\":2");
        }
        json.append(",\"transaction_id\":").append(FIRST_RECORD_ID + number);
        member(json, "userip", exchange.person.address());
        member(json, "url", exchange.host + exchange.path);
        return json.append('}').toString();
    }

    static String firewallUrl(Exchange exchange, long session) {
        String time = FIREWALL_TIME.format(exchange.start);
        return firewallHead(exchange, session, time, "THREAT,url", "alert")
                + ",\""
                + exchange.host
                + (exchange.decrypted ? exchange.path : "/")
                + "\",(9999),artificial-intelligence,informational,client-to-server,"
                + (70_000_000 + session)
                + ",0x0,198.18.0.0-198.19.255.255,United States,,,0,,,1,\""
                + exchange.agent
                + "\",,,\""
                + exchange.referer
                + "\",,,,0,11,0,0,0,,FW-01,,,,"
                + exchange.method.toLowerCase(Locale.ROOT);
    }

    static String firewallTraffic(Exchange exchange, long session) {
        String time = FIREWALL_TIME.format(exchange.end().plusSeconds(1));
        return firewallHead(exchange, session, time, "TRAFFIC,end", "allow")
                + ","
                + (exchange.bytesUp + exchange.bytesDown)
                + ","
                + exchange.bytesUp
                + ","
                + exchange.bytesDown
                + ",61,"
                + FIREWALL_TIME.format(exchange.start)
                + ","
                + (1 + exchange.elapsedMillis / 1_000)
                + ",artificial-intelligence,,"
                + (70_000_001 + session)
                + ",0x0,198.18.0.0-198.19.255.255,United States,,33,28,tcp-fin,11,0,0,0,,FW-01,from-policy";
    }

    private static String firewallHead(
            Exchange exchange, long session, String time, String type, String action) {
        return SYSLOG_TIME.format(exchange.end())
                + " FW-01 1,"
                + time
                + ",001701009999,"
                + type
                + ",2561,"
                + time
                + ","
                + exchange.person.address()
                + ","
                + SERVER
                + ","
                + EGRESS
                + ","
                + SERVER
                + ",Outbound-Web,hosp\\"
                + exchange.person.login()
                + ",,ssl,vsys1,trust,untrust,ethernet1/2,ethernet1/1,to-kafka,"
                + time
                + ","
                + session
                + ",1,51744,443,21310,443,0x400053,tcp,"
                + (exchange.blocked ? "deny" : action);
    }

    /// @param identity a person with the address in brackets, or the name of a network
    static String umbrella(Exchange exchange, String identity) {
        boolean person = identity.indexOf('@') > 0;
        return csv(
                SECONDS.format(exchange.end()),
                person ? exchange.person.device() : identity,
                exchange.person.address(),
                EGRESS,
                SERVER,
                exchange.contentType,
                exchange.blocked ? "BLOCKED" : "ALLOWED",
                "https://" + exchange.host + exchange.path,
                exchange.referer,
                exchange.agent,
                Integer.toString(exchange.status),
                Long.toString(exchange.bytesUp),
                Long.toString(exchange.bytesDown),
                Long.toString(exchange.bytesDown),
                "",
                "Generative AI",
                "",
                "",
                "UNKNOWN",
                "",
                "",
                person ? "AD Computers" : "Networks",
                "",
                identity,
                person ? "AD Users" : "Networks",
                exchange.method,
                "",
                "",
                exchange.fileName,
                "5520117",
                "883104",
                "",
                "",
                "",
                "");
    }

    private static String csv(String... columns) {
        StringBuilder line = new StringBuilder(400);
        for (String column : columns) {
            line.append(line.isEmpty() ? "\"" : ",\"")
                    .append(column.replace("\"", "\"\""))
                    .append('"');
        }
        return line.toString();
    }

    /// @param action such as `FileDownloaded`
    static String defender(
            Instant time,
            Person person,
            String application,
            String action,
            String file,
            long number) {
        StringBuilder json = new StringBuilder(600).append('{');
        first(json, "time", time.plusSeconds(140).toString());
        member(json, "operationName", "Publish");
        member(json, "category", "AdvancedHunting-CloudAppEvents");
        json.append(",\"properties\":{");
        first(json, "Timestamp", time.toString());
        member(json, "ActionType", action);
        member(json, "Application", application);
        json.append(",\"AppInstanceId\":0,\"IsExternalUser\":false");
        member(json, "AccountDisplayName", person.login());
        member(json, "IPAddress", person.address());
        member(json, "ObjectName", file);
        member(
                json,
                "RawEventData",
                "{\"Operation\":\"" + action + "\",\"UserId\":\"" + person.mail() + "\"}");
        member(json, "ReportId", Long.toHexString(FIRST_RECORD_ID + number));
        return json.append("}}").toString();
    }

    /// A request from outside to the hospital's own web site.
    static String envoy(Instant time, String path, String agent, long number) {
        return "["
                + time
                + "] \"GET "
                + path
                + " HTTP/1.1\" 200 - 0 "
                + (2_000 + number % 9_000)
                + " 12 11 \"192.0.2."
                + (1 + number % 200)
                + "\" \""
                + agent
                + "\" \"req-"
                + number
                + "\" \"www.hospital.example.org\" \"198.18.255.4:8080\"";
    }

    /// @param text the literal `redacted-by-litellm` where the gateway does not log messages
    /// @param answer empty for a call that failed
    static String gateway(
            Instant start,
            long elapsedMillis,
            String user,
            String address,
            String provider,
            String model,
            String base,
            String key,
            String org,
            String text,
            String answer,
            long number) {
        StringBuilder json = new StringBuilder(900 + text.length()).append('{');
        String id = "call-" + Long.toHexString(FIRST_RECORD_ID + number);
        first(json, "id", id);
        member(json, "trace_id", "trace-" + id);
        member(json, "call_type", "acompletion");
        json.append(",\"stream\":false");
        member(json, "status", answer.isEmpty() ? "failure" : "success");
        json.append(",\"startTime\":").append(seconds(start));
        json.append(",\"endTime\":").append(seconds(start.plusMillis(elapsedMillis)));
        member(json, "model", model);
        member(json, "model_group", "clinic");
        member(json, "custom_llm_provider", provider);
        member(json, "api_base", base);
        json.append(",\"messages\":[{\"role\":\"user\",\"content\":");
        quoted(json, text);
        json.append("}]");
        if (!answer.isEmpty()) {
            json.append(
                    ",\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":");
            quoted(json, answer);
            json.append("}}]}");
        }
        member(json, "requester_ip_address", address);
        json.append(",\"prompt_tokens\":").append(text.length() / 4);
        json.append(",\"completion_tokens\":").append(answer.length() / 4);
        if (!org.isEmpty()) {
            json.append(",\"hidden_params\":{\"additional_headers\":{");
            first(json, "llm_provider-anthropic-organization-id", org);
            json.append("}}");
        }
        json.append(",\"metadata\":{");
        first(json, "user_api_key_alias", key);
        member(json, "user_api_key_user_id", user);
        return json.append("}}").toString();
    }

    static String bedrock(
            Instant time, String account, String user, String text, String answer, long number) {
        StringBuilder json = new StringBuilder(800 + text.length()).append('{');
        first(json, "schemaType", "ModelInvocationLog");
        member(json, "schemaVersion", "1.0");
        member(json, "timestamp", Instant.ofEpochSecond(time.getEpochSecond()).toString());
        member(json, "accountId", account);
        member(json, "region", "us-east-1");
        member(json, "requestId", "req-" + Long.toHexString(FIRST_RECORD_ID + number));
        member(json, "operation", "Converse");
        member(json, "modelId", "us.anthropic.claude-sonnet-4-5-20250929-v1:0");
        json.append(",\"identity\":{");
        first(json, "arn", "arn:aws:sts::" + account + ":assumed-role/ClinicApp/" + user);
        json.append("},\"input\":{\"inputContentType\":\"application/json\",\"inputTokenCount\":")
                .append(text.length() / 4)
                .append(
                        ",\"inputBodyJson\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":");
        quoted(json, text);
        json.append(
                "}]}]}},\"output\":{\"outputContentType\":\"application/json\",\"outputBodyJson\":"
                        + "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":");
        quoted(json, answer);
        return json.append("}]}}}}}").toString();
    }

    /// API Management writes the client's copy and the backend's copy of one call.
    static String azure(Instant time, Person person, String resource, String text, long number) {
        StringBuilder body =
                new StringBuilder("{\"messages\": [{\"role\": \"user\", \"content\": ");
        quoted(body, text);
        body.append("}]}");
        StringBuilder json = new StringBuilder(900 + 2 * text.length()).append('{');
        first(json, "time", time.toString());
        member(json, "category", "GatewayLogs");
        member(json, "callerIpAddress", person.address());
        member(json, "correlationId", "corr-" + number);
        json.append(",\"truncated\":0,\"properties\":{");
        first(json, "method", "POST");
        member(
                json,
                "url",
                "https://hospital-ai.azure-api.net/deployments/clinic-1/chat/completions?api-version=2026-01-01");
        member(
                json,
                "backendUrl",
                "https://"
                        + resource
                        + ".openai.azure.com/openai/deployments/clinic-1/chat/completions");
        json.append(",\"responseCode\":200,\"requestSize\":").append(500 + text.length());
        member(json, "objectId", person.mail());
        member(json, "requestBody", body.toString());
        member(json, "backendRequestBody", body.toString());
        return json.append("}}").toString();
    }

    static String compliance(Instant time, Person person, String org, long number) {
        StringBuilder json = new StringBuilder(500).append('{');
        first(json, "id", "activity_" + Long.toHexString(FIRST_RECORD_ID + number));
        member(json, "created_at", time.toString());
        member(json, "organization_id", "org_01ExAmPlE4Zt");
        member(json, "organization_uuid", org);
        member(json, "type", "claude_chat_updated");
        json.append(",\"actor\":{");
        first(json, "type", "user_actor");
        member(json, "email_address", person.mail());
        member(json, "ip_address", EGRESS);
        member(json, "user_agent", Exchange.BROWSER);
        json.append('}');
        member(json, "claude_chat_id", "claude_chat_01" + Long.toHexString(number));
        return json.append('}').toString();
    }

    private static String seconds(Instant time) {
        return time.getEpochSecond() + "." + pad(time.toEpochMilli() % 1_000, 3);
    }

    private static String pad(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(digits - text.length()) + text;
    }

    private static String base64(String text) {
        return text.isEmpty()
                ? "None"
                : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String host(String url) {
        if (url.isEmpty()) {
            return "None";
        }
        int start = url.indexOf("://") + 3;
        int end = url.indexOf('/', start);
        return url.substring(start, end < 0 ? url.length() : end);
    }

    private static void first(StringBuilder json, String name, String value) {
        quoted(json, name);
        json.append(':');
        quoted(json, value);
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(',');
        first(json, name, value);
    }

    private static void quoted(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '"', '\\' -> json.append('\\').append(each);
                case '\n' -> json.append("\\n");
                default -> json.append(each);
            }
        }
        json.append('"');
    }
}
