/// Measures the sinks: what an event costs, and how fast each gets rid of them, beside a bare
/// client of the same protocol. It knows tasks, receivers and their protocols; it knows nothing of
/// what an event means. Open [SinkBench] first.
@NullMarked
package io.countersign.bench.sinks;

import org.jspecify.annotations.NullMarked;
