/// A Schema Registry over its REST API: Confluent's, and those that speak it (Apicurio's ccompat,
/// Redpanda, Karapace). It knows HTTP, JSON and the settings by the names that Confluent's
/// serializers give them, and nothing of Kafka or of what our records mean. Open
/// [io.countersign.schemas.registry.SchemaRegistryClient] first.
@NullMarked
package io.countersign.schemas.registry;

import org.jspecify.annotations.NullMarked;
