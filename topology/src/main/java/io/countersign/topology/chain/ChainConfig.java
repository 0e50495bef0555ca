package io.countersign.topology.chain;

import io.countersign.schemas.Hash;
import java.util.List;

/// What all chains of one deployment share.
///
/// @param entryTopic the entry topic
/// @param partitions its number of partitions, the same as that of each input topic
/// @param generation of a chain that the entry topic does not hold yet: 1. Where a chain was
///   closed, the next generation begins by itself
/// @param inputTopics the input topics, control topic included
/// @param entrySchemaId the 4-byte id under which the entry's schema travels
/// @param build version of the software
/// @param configuration SHA-256 of the configuration in force
public record ChainConfig(
        String entryTopic,
        int partitions,
        int generation,
        List<String> inputTopics,
        int entrySchemaId,
        String build,
        Hash configuration) {
    public ChainConfig {
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "partitions: " + partitions + ", expected at least 1");
        }
        if (generation < 1) {
            throw new IllegalArgumentException(
                    "generation: " + generation + ", expected at least 1");
        }
        inputTopics = List.copyOf(inputTopics);
    }
}
