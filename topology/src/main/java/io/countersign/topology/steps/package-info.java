/// The steps that a record takes, each a pure function that returns a richer value: Intake, Locate,
/// Inspect, Judge, Protect. `countersign judge` runs the same steps without Kafka. It knows sources
/// and detectors; it knows nothing of Kafka, chains or the clock. Open
/// [io.countersign.topology.steps.Passage] first.
@org.jspecify.annotations.NullMarked
package io.countersign.topology.steps;
