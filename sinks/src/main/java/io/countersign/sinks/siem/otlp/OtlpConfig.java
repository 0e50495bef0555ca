package io.countersign.sinks.siem.otlp;

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

/// The configuration of the OTLP sink; its documentation strings are the manual.
///
/// @param logs the address with its path
/// @param authorization file with the value of the header `Authorization`
record OtlpConfig(
        URI logs,
        Optional<Path> authorization,
        HttpSettings http,
        DeliverySettings delivery,
        Selection selection,
        OcsfOptions ocsf) {
    static final String ENDPOINT = "endpoint";
    static final String AUTHORIZATION = "authorization.file";
    static final String INCLUDE_SUBJECT_TOKENS = "include-subject-tokens-which-are-phi";

    private static final String PATH = "/v1/logs";

    /// A collector takes 20 MiB unless told otherwise; others take less.
    private static final int BATCH_BYTES = 1024 * 1024;

    private static final int EVENT_BYTES = 256 * 1024;

    static final ConfigDef DEFINITION = define();

    private static ConfigDef define() {
        ConfigDef definition =
                new ConfigDef()
                        .define(
                                ENDPOINT,
                                ConfigDef.Type.STRING,
                                ConfigDef.NO_DEFAULT_VALUE,
                                new ConfigDef.NonEmptyString(),
                                ConfigDef.Importance.HIGH,
                                "Base address of the receiver, such as https://otel.example.org:4318; "
                                        + PATH
                                        + " is put behind it.")
                        .define(
                                AUTHORIZATION,
                                ConfigDef.Type.STRING,
                                "",
                                ConfigDef.Importance.MEDIUM,
                                "File that holds the value of the Authorization header on one line, readable by its"
                                        + " owner only. Read again when it changes.")
                        .define(
                                INCLUDE_SUBJECT_TOKENS,
                                ConfigDef.Type.BOOLEAN,
                                false,
                                ConfigDef.Importance.HIGH,
                                "Put the patients' keyed tokens into the events. They are derived from PHI and count as"
                                        + " PHI: the receiver and all who read it then hold PHI.");
        Selection.define(definition, Selection.Standard.WHAT_MATTERS);
        DeliverySettings.define(definition, BATCH_BYTES);
        return HttpSettings.define(definition);
    }

    /// @throws ConfigException naming the key, where a value cannot be used; quotes no secret
    static OtlpConfig parse(Map<String, String> properties, String productVersion) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        URI endpoint = HttpSettings.address(config, ENDPOINT, config.getString(ENDPOINT));
        return new OtlpConfig(
                URI.create(endpoint + PATH),
                HttpSettings.file(config, AUTHORIZATION),
                HttpSettings.of(config),
                DeliverySettings.of(config, EVENT_BYTES, Optional.empty()),
                Selection.of(config),
                new OcsfOptions(productVersion, config.getBoolean(INCLUDE_SUBJECT_TOKENS)));
    }
}
