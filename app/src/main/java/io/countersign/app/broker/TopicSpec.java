package io.countersign.app.broker;

import java.util.Map;

/// A topic as it must be: its partition count, which never becomes less, and the settings that we
/// depend on.
///
/// @param settings Kafka's own names and values
public record TopicSpec(String name, int partitions, Map<String, String> settings) {
    public TopicSpec {
        if (name.isEmpty() || partitions < 1) {
            throw new IllegalArgumentException(
                    "a topic needs a name and at least one partition: '"
                            + name
                            + "', "
                            + partitions);
        }
        settings = Map.copyOf(settings);
    }
}
