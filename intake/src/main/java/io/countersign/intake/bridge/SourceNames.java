package io.countersign.intake.bridge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.common.TopicPartition;

/// The source id of a foreign partition: `cluster/topic/partition`, by the cluster's own id.
final class SourceNames {
    /// A source id has at most 128 characters, and a topic may have 249.
    private static final int MAX_TOPIC_CHARS = 80;

    private static final int DIGEST_HEX = 16;

    private SourceNames() {}

    static String sourceId(String cluster, TopicPartition place) {
        return cluster + "/" + shortened(place.topic()) + "/" + place.partition();
    }

    /// A long name keeps its start; a digest of the whole tells it from others.
    private static String shortened(String topic) {
        if (topic.length() <= MAX_TOPIC_CHARS) {
            return topic;
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(topic.getBytes(StandardCharsets.UTF_8));
            return topic.substring(0, MAX_TOPIC_CHARS - DIGEST_HEX - 1)
                    + "."
                    + HexFormat.of().formatHex(digest).substring(0, DIGEST_HEX);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
