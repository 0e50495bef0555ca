package io.countersign.sinks.siem.delivery;

import io.countersign.sinks.siem.EventEncoder;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/// A kind of sink: what its connector, its task, a health check and a test command share. Has no
/// state.
public interface Sink {
    /// What a configuration calls it, such as `splunk-hec`.
    String name();

    /// Its keys; the documentation strings are the manual.
    ConfigDef definition();

    /// Refuses what cannot work, without touching files or the network.
    ///
    /// @throws org.apache.kafka.common.config.ConfigException naming the key; quotes no secret
    void validate(Map<String, String> properties);

    /// Makes the parts of one task. Nothing is sent yet.
    ///
    /// @throws org.apache.kafka.common.config.ConfigException naming the key; quotes no secret
    /// @throws io.countersign.sinks.siem.SinkFailureException where a file cannot be used
    Parts open(Map<String, String> properties, Surroundings surroundings);

    /// What a task is made of.
    ///
    /// @param encoder used by one thread
    record Parts(
            DeliverySettings settings, Selection selection, EventEncoder encoder, Client client) {}

    /// What a sink is told of its surroundings.
    ///
    /// @param version of Countersign, for the events
    /// @param task the task's number
    record Surroundings(String version, int task, SinkTime time) {}
}
