/// A drill: a marked, invented patient goes the way of every record, and each hop is timed. It
/// knows the topics, the log and what the sinks have acknowledged; it knows no receiver. Open
/// [Drill] first.
@NullMarked
package io.countersign.app.drill;

import org.jspecify.annotations.NullMarked;
