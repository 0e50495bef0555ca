/// What both detectors say their results in: likelihood, span, info type, finding. It knows the
/// words of DLP and the letters of HIPAA Safe Harbor; it knows no text, no service and no Kafka.
/// Open [io.countersign.detectors.Finding] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors;
