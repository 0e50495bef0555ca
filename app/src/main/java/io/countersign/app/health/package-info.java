/// What orchestration and monitoring ask a running part: is it alive, is it ready, how much of
/// everything. It knows HTTP and Kafka's own metrics, names and numbers only; it knows nothing of
/// records. Open [io.countersign.app.health.HealthEndpoint] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.health;
