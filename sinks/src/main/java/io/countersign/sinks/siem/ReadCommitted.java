package io.countersign.sinks.siem;

import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/// The demand that a sink reads committed records only. A consumer's default delivers the records
/// of aborted transactions: a SIEM would then hold events that the audit log does not.
public final class ReadCommitted {
    /// The key in the connector's configuration. The worker's own `consumer.isolation.level` cannot
    /// be seen from a connector, so only this one counts.
    public static final String KEY = "consumer.override.isolation.level";

    /// The only value that is accepted.
    public static final String VALUE = "read_committed";

    private ReadCommitted() {}

    /// @throws SinkFailureException with [SinkFailure#NOT_READ_COMMITTED] unless the configuration
    ///   says so
    public static void require(Map<String, String> configuration) {
        if (!VALUE.equals(configuration.get(KEY))) {
            throw new SinkFailureException(
                    SinkFailure.NOT_READ_COMMITTED,
                    "connector configuration: set " + KEY + "=" + VALUE);
        }
    }

    /// Adds to what Connect found whether the configuration says so, so that an operator sees it
    /// before a connector is made.
    public static Config validate(Config config, Map<String, String> configuration) {
        if (!VALUE.equals(configuration.get(KEY))) {
            ConfigValue value = new ConfigValue(KEY);
            value.addErrorMessage(
                    "set "
                            + KEY
                            + "="
                            + VALUE
                            + ": the default delivers records of aborted transactions");
            config.configValues().add(value);
        }
        return config;
    }
}
