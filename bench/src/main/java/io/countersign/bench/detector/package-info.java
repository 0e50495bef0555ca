/// Measures the PHI detector against a scan that only finds digit runs, against java.util.regex and
/// against Vectorscan, all on the same bytes. Knows nothing of Kafka, and the corpus of evaluation
/// texts lies outside the repository. Open [io.countersign.bench.detector.DetectorBench] first.
@NullMarked
package io.countersign.bench.detector;

import org.jspecify.annotations.NullMarked;
