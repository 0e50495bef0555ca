package io.countersign.topology;

import io.countersign.schemas.Alert;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.serde.SchemaResolver;
import org.apache.kafka.common.serialization.Serializer;

/// What the alert topology is made of.
///
/// @param schemas schemas of the entry topic
/// @param alertSerializer for the alert topic
/// @param controlSerializer for the control topic
public record AlertParts(
        SchemaResolver schemas,
        Serializer<Alert> alertSerializer,
        Serializer<ControlRecord> controlSerializer) {}
