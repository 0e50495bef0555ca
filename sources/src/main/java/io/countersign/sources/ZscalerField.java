package io.countersign.sources;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a Zscaler web record says, with the keys that feeds write it under: the vendor's tokens,
/// the keys of its JSON template, those of the older key set, and CEF's names.
enum ZscalerField {
    FEED("sourcetype"),
    TIME("time", "datetime", "rt"),
    TIME_ZONE("tz", "timezone"),
    EPOCH("epochtime", "epoch_time"),
    USER("login", "elogin", "user", "suser", "username"),
    DEPARTMENT("dept", "edepartment", "department"),
    ACTIVITY("activity"),
    LOCATION("location", "elocation", "spriv"),
    DEVICE("devicehostname", "edevicehostname", "device_hostname", "shost", "df_hostname"),
    CLIENT_IP_INTERNAL("cltip", "cintip", "clientinternalip", "sourceTranslatedAddress"),
    CLIENT_IP("cip", "ClientIP", "clientip", "src"),
    CLIENT_IP_PUBLIC("cltpubip", "cpubip", "clientpublicIP", "clientpublicip"),
    SERVER_IP("serverip", "sip", "dst"),
    HOST("host", "hostname", "ehost", "dhost"),
    URL("url", "eurl", "request"),
    URL_BASE64("b64url"),
    REFERER("referer", "ereferer", "refererURL", "refererurl", "requestContext"),
    REFERER_BASE64("b64referer"),
    METHOD("reqmethod", "requestmethod", "requestMethod", "method"),
    STATUS("respcode", "status", "outcome", "responsecode"),
    ACTION("action", "act"),
    REQUEST_DATA_BYTES("reqdatasize", "requestdatasize"),
    REQUEST_BYTES("reqsize", "requestsize", "out"),
    RESPONSE_BYTES("respsize", "responsesize", "in"),
    USER_AGENT("useragent", "ua", "eua", "requestClientApplication"),
    CONTENT_TYPE("contenttype"),
    APPLICATION("appname", "eappname", "destinationServiceName"),
    RECORD_ID("recordid", "event_id", "externalId"),
    DECRYPTED("ssldecrypted", "ssl_decrypted"),
    DLP_ENGINE("dlpeng", "dlpengine", "dlpengines"),
    DLP_DICTIONARIES("dlpdict", "dlpdictionaries"),
    DLP_HITS("dlpdicthitcount", "dlphitcount"),
    DLP_RULE("trig_dlprulename", "dlprulename"),
    PROMPT("prompt_req", "promptreq", "prompt"),
    PROMPT_CLASS("prompt_class", "promptclass"),
    FILE_NAME("upload_filename", "eupload_filename", "uploadfilename", "fname"),
    APP_STATUS("app_status", "appstatus"),
    INSTANCE_1_ID("inst_level1_id"),
    INSTANCE_1_NAME("inst_level1_name"),
    INSTANCE_2_ID("inst_level2_id"),
    INSTANCE_2_NAME("inst_level2_name"),
    INSTANCE_3_ID("inst_level3_id"),
    INSTANCE_3_NAME("inst_level3_name"),
    /// Known keys that no field of the event takes, and that hold no free text.
    IGNORED(
            "version",
            "product",
            "vendor",
            "reason",
            "protocol",
            "proto",
            "app",
            "appclass",
            "appriskscore",
            "app_risk_score",
            "riskscore",
            "pagerisk",
            "cat",
            "urlcat",
            "urlcategory",
            "urlsupercat",
            "urlsupercategory",
            "urlclass",
            "urlcatmethod",
            "devicemodel",
            "devicename",
            "deviceowner",
            "devicetype",
            "deviceostype",
            "deviceosversion",
            "deviceappversion",
            "reqheadersize",
            "reqhdrsize",
            "respheadersize",
            "resphdrsize",
            "respdatasize",
            "totalsize",
            "transactionsize",
            "reqversion",
            "respversion",
            "rulelabel",
            "ruletype",
            "bypassedtraffic",
            "flow_type",
            "trafficredirectmethod",
            "unscannabletype",
            "externalspr",
            "refererhost",
            "filetype",
            "fileclass",
            "filesubtype",
            "upload_filetype",
            "upload_fileclass",
            "dlpidentifier",
            "dlpmd5",
            "inst_level1_type",
            "inst_level2_type",
            "inst_level3_type",
            "ja4_str",
            "ja3_str",
            "malwarecat",
            "malwareclass",
            "threatname",
            "threatclass",
            "threatcategory",
            "threatseverity",
            "bwthrottle",
            "bwclassname",
            "keyprotectiontype",
            "clienttranstime",
            "servertranstime",
            "cltsslcipher",
            "cltssltlsversion",
            "srvsslcipher",
            "srvtlsversion",
            "nsssvcip",
            "datacenter",
            "datacentercity",
            "datacentercountry",
            "nss_svc_ip",
            "cltsourceport",
            "srcport",
            "srv_dest_port",
            "spt",
            "dpt",
            "throttlereqsize",
            "throttlerespsize",
            "contentclass",
            "day",
            "mon",
            "mth",
            "yy",
            "dd",
            "hh",
            "mm",
            "ss",
            "severity",
            "riskscoreLabel");

    static final int COUNT = values().length;

    static final List<ZscalerField> INSTANCE_FIELDS =
            List.of(
                    INSTANCE_1_ID,
                    INSTANCE_1_NAME,
                    INSTANCE_2_ID,
                    INSTANCE_2_NAME,
                    INSTANCE_3_ID,
                    INSTANCE_3_NAME);

    /// Interned, as the JSON parser's names are, so that a look-up compares no characters.
    private static final Map<String, ZscalerField> BY_KEY = byKey();

    /// Separated by blanks.
    private final String keys;

    ZscalerField(String... keys) {
        this.keys = String.join(" ", keys);
    }

    /// The field of that key, null where nobody lists it.
    static @Nullable ZscalerField ofKey(String key) {
        return BY_KEY.get(key);
    }

    private static Map<String, ZscalerField> byKey() {
        Map<String, ZscalerField> byKey = new HashMap<>();
        for (ZscalerField field : values()) {
            for (String key : field.keys.split(" ", -1)) {
                byKey.put(key.intern(), field);
            }
        }
        // Every field may come as an obfuscated number under its name with an o in front, such as
        // ologin.
        for (String key : List.copyOf(byKey.keySet())) {
            byKey.putIfAbsent(("o" + key).intern(), IGNORED);
        }
        return byKey;
    }
}
