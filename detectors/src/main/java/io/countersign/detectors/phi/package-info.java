/// Text to findings: bytes in, spans and info types out, and whether the text is PHI as HIPAA means
/// it. It knows identifiers, health words and their traps; it knows nothing of events, services or
/// Kafka, and does no I/O. Open [io.countersign.detectors.phi.PhiDetector] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.phi;
