/// Policy files: YAML that people write, to the Avro record that travels. It knows the catalogue's
/// and the register's file formats and asks for what the register needs; it knows nothing of Kafka,
/// and it judges nothing. Open [io.countersign.app.policy.PolicyYaml] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.policy;
