package io.countersign.sinks.siem.sentinel;

import io.countersign.sinks.siem.delivery.DeliverySettings;
import io.countersign.sinks.siem.delivery.Selection;
import io.countersign.sinks.siem.http.HttpSettings;
import io.countersign.sinks.siem.ocsf.OcsfOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The configuration of the Sentinel sink; its documentation strings are the manual.
///
/// @param stream where a call goes: the rule's stream under the endpoint
/// @param token where a token is had
/// @param clientSecret file with the secret of the application
record SentinelConfig(
        URI stream,
        URI token,
        String clientId,
        Path clientSecret,
        String scope,
        HttpSettings http,
        DeliverySettings delivery,
        Selection selection,
        OcsfOptions ocsf) {
    static final String ENDPOINT = "endpoint";
    static final String RULE = "rule.id";
    static final String STREAM = "stream";
    static final String TENANT = "tenant";
    static final String CLIENT_ID = "client.id";
    static final String CLIENT_SECRET = "client.secret.file";
    static final String AUTHORITY = "authority";
    static final String SCOPE = "scope";
    static final String INCLUDE_SUBJECT_TOKENS = "include-subject-tokens-which-are-phi";

    /// Below 1 MB by as much as brackets and commas of the longest batch need.
    private static final int BATCH_BYTES = 940_000;

    /// A field of more than 64 KB is cut without a word; an event is one field beside a few small
    /// ones.
    private static final int EVENT_BYTES = 60_000;

    private static final String API_VERSION = "2023-01-01";
    private static final String NAME = "[A-Za-z0-9_.-]{1,128}";

    static final ConfigDef DEFINITION = define();

    private static ConfigDef define() {
        ConfigDef definition =
                required(
                        new ConfigDef(),
                        ENDPOINT,
                        "Logs ingestion address of the data collection endpoint or rule, such as"
                                + " https://name.region-1.ingest.monitor.azure.com.");
        required(definition, RULE, "Immutable id of the data collection rule, dcr-...");
        required(definition, STREAM, "Stream of the rule, such as Custom-Countersign_CL.");
        required(definition, TENANT, "Id of the directory (tenant).");
        required(
                definition,
                CLIENT_ID,
                "Id of the application, which needs the role Monitoring Metrics Publisher on the rule.");
        required(
                definition,
                CLIENT_SECRET,
                "File that holds the application's secret on one line, readable by its owner only. Read again when it"
                        + " changes.");
        definition
                .define(
                        AUTHORITY,
                        ConfigDef.Type.STRING,
                        "https://login.microsoftonline.com",
                        ConfigDef.Importance.LOW,
                        "Where tokens are had; government and China clouds have their own.")
                .define(
                        SCOPE,
                        ConfigDef.Type.STRING,
                        "https://monitor.azure.com/.default",
                        ConfigDef.Importance.LOW,
                        "The token's scope; government and China clouds have their own.")
                .define(
                        INCLUDE_SUBJECT_TOKENS,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.HIGH,
                        "Put the patients' keyed tokens into the events. They are derived from PHI and count as PHI: the"
                                + " SIEM and all who read it then hold PHI.");
        Selection.define(definition, Selection.Standard.WHAT_MATTERS);
        DeliverySettings.define(definition, BATCH_BYTES);
        return HttpSettings.define(definition);
    }

    private static ConfigDef required(ConfigDef definition, String key, String manual) {
        return definition.define(
                key,
                ConfigDef.Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                new ConfigDef.NonEmptyString(),
                ConfigDef.Importance.HIGH,
                manual);
    }

    /// @throws ConfigException naming the key, where a value cannot be used; quotes no secret
    static SentinelConfig parse(Map<String, String> properties, String productVersion) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        URI endpoint = HttpSettings.address(config, ENDPOINT, config.getString(ENDPOINT));
        URI authority = HttpSettings.address(config, AUTHORITY, config.getString(AUTHORITY));
        return new SentinelConfig(
                URI.create(
                        endpoint
                                + "/dataCollectionRules/"
                                + name(config, RULE)
                                + "/streams/"
                                + name(config, STREAM)
                                + "?api-version="
                                + API_VERSION),
                URI.create(authority + "/" + name(config, TENANT) + "/oauth2/v2.0/token"),
                name(config, CLIENT_ID),
                HttpSettings.required(config, CLIENT_SECRET),
                config.getString(SCOPE),
                HttpSettings.of(config),
                DeliverySettings.of(config, EVENT_BYTES, Optional.empty()),
                Selection.of(config),
                new OcsfOptions(productVersion, config.getBoolean(INCLUDE_SUBJECT_TOKENS)));
    }

    private static String name(AbstractConfig config, String key) {
        String value = config.getString(key).strip();
        if (!value.matches(NAME)) {
            throw new ConfigException(key + ": must match " + NAME);
        }
        return value;
    }
}
