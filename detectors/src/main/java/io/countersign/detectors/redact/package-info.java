/// Writes texts without their identifiers, and back again. It knows findings and their places, and
/// how to replace bytes so that the structure round them stays; it knows no file, no clock and
/// nothing of how identifiers are found. Open [io.countersign.detectors.redact.Redactor] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.redact;
