package io.countersign.sinks.siem.syslog;

import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.delivery.DeliverySettings;
import io.countersign.sinks.siem.delivery.Selection;
import io.countersign.sinks.siem.fields.FormatOptions;
import io.countersign.sinks.siem.tls.TlsFiles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The configuration of the syslog and RELP sinks; its documentation strings are the manual.
///
/// @param receiver where the messages go, and how
/// @param confirmAfter plain syslog: a message counts as received when its connection has outlived
///   it by so long
public record SyslogConfig(
        Receiver receiver,
        Duration confirmAfter,
        DeliverySettings delivery,
        Selection selection,
        EventEncoder encoder) {
    /// A message that is longer is shortened. Receivers must take 2,048 octets (RFC 5425 section
    /// 4.3.1); rsyslog takes 8,192 as it comes, and cuts what is longer into pieces.
    public static final int MAX_MESSAGE_BYTES = 8_000;

    static final String HOST = "host";
    static final String PORT = "port";
    static final String FORMAT = "format";
    static final String FACILITY = "facility";
    static final String HOSTNAME = "hostname";
    static final String ENTERPRISE = "enterprise.number";
    static final String TIMEOUT_MS = "timeout.ms";
    static final String CONFIRM_AFTER_MS = "confirm.after.ms";
    static final String WITHOUT_TLS = "send-without-tls";
    static final String INCLUDE_SUBJECT_TOKENS = "include-subject-tokens-which-are-phi";

    private static final int SYSLOG_TLS_PORT = 6_514;
    private static final int RELP_PORT = 2_514;
    private static final int LOG_AUDIT = 13;
    private static final int EXAMPLE_ENTERPRISE = 32_473;
    private static final int BATCH_BYTES = 1024 * 1024;

    /// Plain syslog holds what it sent until it counts as received.
    private static final long SYSLOG_BUFFER_BYTES = 64L * 1024 * 1024;

    static final ConfigDef SYSLOG =
            DeliverySettings.define(
                    define(SYSLOG_TLS_PORT)
                            .define(
                                    CONFIRM_AFTER_MS,
                                    ConfigDef.Type.LONG,
                                    1_000L,
                                    ConfigDef.Range.between(0, 60_000),
                                    ConfigDef.Importance.MEDIUM,
                                    "Syslog acknowledges nothing: a message counts as received when its connection has"
                                            + " outlived it by so long. Until then it is sent again over a new"
                                            + " connection. Longer loses less when the receiver dies, and holds more."),
                    BATCH_BYTES,
                    SYSLOG_BUFFER_BYTES);

    /// For RELP, which acknowledges each message.
    public static final ConfigDef RELP = DeliverySettings.define(define(RELP_PORT), BATCH_BYTES);

    private static ConfigDef define(int port) {
        ConfigDef definition =
                new ConfigDef()
                        .define(
                                HOST,
                                ConfigDef.Type.STRING,
                                ConfigDef.NO_DEFAULT_VALUE,
                                new ConfigDef.NonEmptyString(),
                                ConfigDef.Importance.HIGH,
                                "Name or address of the receiver; its certificate must be for this name.")
                        .define(
                                PORT,
                                ConfigDef.Type.INT,
                                port,
                                ConfigDef.Range.between(1, 65_535),
                                ConfigDef.Importance.HIGH,
                                "Its port.")
                        .define(
                                FORMAT,
                                ConfigDef.Type.STRING,
                                Payload.CEF.word(),
                                ConfigDef.Importance.HIGH,
                                "What a message carries: " + Payload.words() + ".")
                        .define(
                                FACILITY,
                                ConfigDef.Type.INT,
                                LOG_AUDIT,
                                ConfigDef.Range.between(0, SyslogEncoder.MAX_FACILITY),
                                ConfigDef.Importance.LOW,
                                "Syslog's facility; 13 is log audit, 16 to 23 are local0 to local7.")
                        .define(
                                HOSTNAME,
                                ConfigDef.Type.STRING,
                                "",
                                ConfigDef.Importance.LOW,
                                "What the messages say they come from; without it this machine's name.")
                        .define(
                                ENTERPRISE,
                                ConfigDef.Type.LONG,
                                (long) EXAMPLE_ENTERPRISE,
                                ConfigDef.Range.between(1, 4_294_967_295L),
                                ConfigDef.Importance.LOW,
                                "Your private enterprise number, for the name of the structured data; 32473 is the number"
                                        + " for examples.")
                        .define(
                                TIMEOUT_MS,
                                ConfigDef.Type.LONG,
                                30_000L,
                                ConfigDef.Range.between(100, 600_000),
                                ConfigDef.Importance.LOW,
                                "How long connecting, a write, or an acknowledgement, may take.")
                        .define(
                                WITHOUT_TLS,
                                ConfigDef.Type.BOOLEAN,
                                false,
                                ConfigDef.Importance.HIGH,
                                "Send in clear. Whoever is on the way reads the events and can change them.")
                        .define(
                                INCLUDE_SUBJECT_TOKENS,
                                ConfigDef.Type.BOOLEAN,
                                false,
                                ConfigDef.Importance.HIGH,
                                "Put the patients' keyed tokens into the events. They are derived from PHI and count as PHI: the"
                                        + " SIEM and all who read it then hold PHI.");
        TlsFiles.define(definition);
        return Selection.define(definition, Selection.Standard.WHAT_MATTERS);
    }

    /// @param definition [#RELP] or the syslog sink's own
    /// @throws ConfigException naming the key, where a value cannot be used
    public static SyslogConfig parse(
            ConfigDef definition, Map<String, String> properties, String productVersion) {
        AbstractConfig config = new AbstractConfig(definition, properties, false);
        String word = config.getString(FORMAT);
        Payload payload =
                Payload.of(word)
                        .orElseThrow(() ->
                                new ConfigException(
                                        FORMAT, word, "must be among " + Payload.words()));
        boolean acknowledged = !definition.names().contains(CONFIRM_AFTER_MS);
        EventEncoder encoder =
                encoder(
                        config,
                        payload.encoder(
                                new FormatOptions(
                                        productVersion,
                                        config.getBoolean(INCLUDE_SUBJECT_TOKENS))));
        return new SyslogConfig(
                new Receiver(
                        config.getString(HOST),
                        config.getInt(PORT),
                        config.getBoolean(WITHOUT_TLS)
                                ? Optional.empty()
                                : Optional.of(TlsFiles.of(config)),
                        Duration.ofMillis(config.getLong(TIMEOUT_MS))),
                Duration.ofMillis(acknowledged ? 0 : config.getLong(CONFIRM_AFTER_MS)),
                DeliverySettings.of(config, MAX_MESSAGE_BYTES, Optional.empty()),
                Selection.of(config),
                encoder);
    }

    private static EventEncoder encoder(AbstractConfig config, EventEncoder payload) {
        String given = config.getString(HOSTNAME);
        try {
            return new SyslogEncoder(
                    payload,
                    config.getInt(FACILITY),
                    given.isBlank() ? ownName() : given,
                    config.getLong(ENTERPRISE));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(HOSTNAME, given, e.getMessage());
        }
    }

    /// Section 6.2.4 of RFC 5424: "-" where it is not known.
    private static String ownName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.matches("[!-~]{1,255}") ? name : "-";
        } catch (UnknownHostException e) {
            return "-";
        }
    }
}
