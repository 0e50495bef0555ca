/// Measures the whole pipeline on a real broker, against what Kafka Streams itself costs. Knows
/// nothing that the product needs: nobody depends on it, and no figure is asserted in the build.
/// Open [io.countersign.bench.PipelineBench] first.
@NullMarked
package io.countersign.bench;

import org.jspecify.annotations.NullMarked;
