package io.countersign.topology;

import io.countersign.schemas.Alert;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.serde.SchemaResolver;
import org.apache.kafka.common.serialization.Serializer;

/// What the alert topology is made of.
///
/// @param partitions of the watch topic, by which memory is divided: for life, also where the
///   chains get more
/// @param policies opens what the policy topic carries
/// @param schemas schemas of the topics that are read
/// @param alertSerializer for the alert topic
/// @param controlSerializer for the control topic
/// @param watchSerializer for the watch topic
/// @param ruleDaySerializer for the topic of rule days
public record AlertParts(
        int partitions,
        PolicyVerifier policies,
        SchemaResolver schemas,
        Serializer<Alert> alertSerializer,
        Serializer<ControlRecord> controlSerializer,
        Serializer<WatchedEvent> watchSerializer,
        Serializer<RuleDay> ruleDaySerializer) {}
