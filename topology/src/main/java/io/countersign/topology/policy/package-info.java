/// From the signed policy record to the policy that judges. It knows the Avro form of the catalogue
/// and the register and refuses what does not fit; it knows no YAML and no Kafka, and it judges
/// nothing itself. Open [io.countersign.topology.policy.PolicyReader] first.
@org.jspecify.annotations.NullMarked
package io.countersign.topology.policy;
