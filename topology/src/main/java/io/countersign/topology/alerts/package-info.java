/// What is worth an alert, how severe it is, and how it is told: rules over what a person, device
/// or service did before, without Kafka. It knows entries and the policy's alerting part; it knows
/// no topic and no store. Open Rule first.
@org.jspecify.annotations.NullMarked
package io.countersign.topology.alerts;
