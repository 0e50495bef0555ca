package io.countersign.intake.bridge;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which bridge of this process reads which topic, by the id that a cluster gives itself: two lists
/// of servers may be one cluster, and its records would come twice. For any thread.
public final class BridgedTopics {
    private final Map<String, String> readers = new HashMap<>();

    /// Claims topics for a bridge.
    ///
    /// @return why not, where another bridge has one of them; then nothing is claimed
    synchronized Optional<String> claim(String bridge, String cluster, Collection<String> topics) {
        for (String topic : topics) {
            String reader = readers.getOrDefault(cluster + " " + topic, bridge);
            if (!reader.equals(bridge)) {
                return Optional.of(
                        "its topic "
                                + topic
                                + " is read by bridge "
                                + reader
                                + " already: both lists of bootstrap-servers lead to the cluster with the id "
                                + cluster
                                + "; take the topic out of one of them");
            }
        }
        for (String topic : topics) {
            readers.put(cluster + " " + topic, bridge);
        }
        return Optional.empty();
    }
}
