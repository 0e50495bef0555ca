/// Alerts that were raised, as people look back at them: groups, what they were closed as, and what
/// each rule was worth. It knows how to read the topics of a cluster to their end; it raises
/// nothing and knows nothing of command lines. Open [io.countersign.app.alerts.AlertHistory] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.alerts;
