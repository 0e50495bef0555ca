package io.countersign.sinks.siem.splunk;

import io.countersign.sinks.siem.delivery.DeliverySettings;
import io.countersign.sinks.siem.delivery.Selection;
import io.countersign.sinks.siem.http.HttpSettings;
import io.countersign.sinks.siem.ocsf.OcsfOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The configuration of the HEC sink; its documentation strings are the manual.
///
/// @param endpoints base addresses, such as `https://splunk.example.org:8088`
/// @param token file with the token
/// @param acknowledgement whether an event counts only once the indexers have it
/// @param ackPoll how often acknowledgements are asked for
/// @param ackTimeout a batch that is not acknowledged by then is sent again
/// @param envelope what stands beside each event
record HecConfig(
        List<URI> endpoints,
        Path token,
        boolean acknowledgement,
        Duration ackPoll,
        Duration ackTimeout,
        HecEncoder.Envelope envelope,
        HttpSettings http,
        DeliverySettings delivery,
        Selection selection,
        OcsfOptions ocsf) {
    static final String ENDPOINTS = "endpoints";
    static final String TOKEN = "token.file";
    static final String ACKNOWLEDGEMENT = "acknowledgement";
    static final String ACK_POLL_MS = "acknowledgement.poll.ms";
    static final String ACK_TIMEOUT_MS = "acknowledgement.timeout.ms";
    static final String INDEX = "index";
    static final String SOURCE = "source";
    static final String SOURCE_TYPE = "sourcetype";
    static final String HOST = "host";
    static final String INCLUDE_SUBJECT_TOKENS = "include-subject-tokens-which-are-phi";

    /// Splunk Cloud refuses somewhere above 5 MB; smaller batches come back sooner.
    private static final int BATCH_BYTES = 1024 * 1024;

    /// What was sent is held until it is acknowledged, which an indexer does after a second or two.
    private static final long BUFFER_BYTES = 64L * 1024 * 1024;

    /// Splunk cuts the text of an event at 10,000 bytes for searches unless told otherwise, but
    /// keeps JSON whole; this bounds what one event may cost.
    private static final int EVENT_BYTES = 256 * 1024;

    private static final int MAX_METADATA_CHARS = 256;

    static final ConfigDef DEFINITION = define();

    private static ConfigDef define() {
        ConfigDef definition =
                new ConfigDef()
                        .define(
                                ENDPOINTS,
                                ConfigDef.Type.LIST,
                                ConfigDef.NO_DEFAULT_VALUE,
                                ConfigDef.Importance.HIGH,
                                "Addresses of the collectors, such as https://splunk.example.org:8088, one after the"
                                        + " other. Name the indexers or heavy forwarders themselves where acknowledgement is on:"
                                        + " behind a load balancer it needs sticky sessions.")
                        .define(
                                TOKEN,
                                ConfigDef.Type.STRING,
                                ConfigDef.NO_DEFAULT_VALUE,
                                new ConfigDef.NonEmptyString(),
                                ConfigDef.Importance.HIGH,
                                "File that holds the HEC token on one line, readable by its owner only. Read again when"
                                        + " it changes.")
                        .define(
                                ACKNOWLEDGEMENT,
                                ConfigDef.Type.BOOLEAN,
                                true,
                                ConfigDef.Importance.HIGH,
                                "Count an event as delivered only once the indexers have it; the token needs indexer"
                                        + " acknowledgement. Off, an event counts once the collector took it, and is lost where"
                                        + " the collector then fails.")
                        .define(
                                ACK_POLL_MS,
                                ConfigDef.Type.LONG,
                                1_000L,
                                ConfigDef.Range.between(50, 60_000),
                                ConfigDef.Importance.LOW,
                                "How often acknowledgements are asked for.")
                        .define(
                                ACK_TIMEOUT_MS,
                                ConfigDef.Type.LONG,
                                300_000L,
                                ConfigDef.Range.between(1_000, 3_600_000),
                                ConfigDef.Importance.LOW,
                                "A batch that is not acknowledged by then is sent again.")
                        .define(
                                INDEX,
                                ConfigDef.Type.STRING,
                                "",
                                ConfigDef.Importance.MEDIUM,
                                "The index; without it the token's own.")
                        .define(
                                SOURCE,
                                ConfigDef.Type.STRING,
                                "countersign",
                                ConfigDef.Importance.LOW,
                                "Splunk's source of the events.")
                        .define(
                                SOURCE_TYPE,
                                ConfigDef.Type.STRING,
                                "countersign:ocsf",
                                ConfigDef.Importance.LOW,
                                "Splunk's source type of the events.")
                        .define(
                                HOST,
                                ConfigDef.Type.STRING,
                                "",
                                ConfigDef.Importance.LOW,
                                "Splunk's host of the events; without it the one that Splunk finds.")
                        .define(
                                INCLUDE_SUBJECT_TOKENS,
                                ConfigDef.Type.BOOLEAN,
                                false,
                                ConfigDef.Importance.HIGH,
                                "Put the patients' keyed tokens into the events. They are derived from PHI and count as"
                                        + " PHI: the SIEM and all who read it then hold PHI.");
        Selection.define(definition, Selection.Standard.WHAT_MATTERS);
        DeliverySettings.define(definition, BATCH_BYTES, BUFFER_BYTES);
        return HttpSettings.define(definition);
    }

    /// @throws ConfigException naming the key, where a value cannot be used; quotes no secret
    static HecConfig parse(Map<String, String> properties, String productVersion) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        List<URI> endpoints =
                config.getList(ENDPOINTS).stream()
                        .map(given -> HttpSettings.address(config, ENDPOINTS, given))
                        .toList();
        if (endpoints.isEmpty()) {
            throw new ConfigException(ENDPOINTS + ": name an address or more");
        }
        return new HecConfig(
                endpoints,
                HttpSettings.required(config, TOKEN),
                config.getBoolean(ACKNOWLEDGEMENT),
                Duration.ofMillis(config.getLong(ACK_POLL_MS)),
                Duration.ofMillis(config.getLong(ACK_TIMEOUT_MS)),
                new HecEncoder.Envelope(
                        metadata(config, INDEX),
                        metadata(config, SOURCE),
                        metadata(config, SOURCE_TYPE),
                        metadata(config, HOST)),
                HttpSettings.of(config),
                DeliverySettings.of(config, EVENT_BYTES, Optional.empty()),
                Selection.of(config),
                new OcsfOptions(productVersion, config.getBoolean(INCLUDE_SUBJECT_TOKENS)));
    }

    private static String metadata(AbstractConfig config, String key) {
        String value = config.getString(key).strip();
        if (value.length() > MAX_METADATA_CHARS) {
            throw new ConfigException(key + ": at most " + MAX_METADATA_CHARS + " characters");
        }
        return value;
    }
}
