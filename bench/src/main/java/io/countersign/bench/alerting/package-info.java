/// Runs a simulated hospital through the product's own topologies, without a broker, and holds the
/// alerts against the ground truth. Knows nothing of how a rule decides. Open
/// [io.countersign.bench.alerting.AlertBench] first.
@NullMarked
package io.countersign.bench.alerting;

import org.jspecify.annotations.NullMarked;
