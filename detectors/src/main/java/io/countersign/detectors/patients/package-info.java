/// The hospital's own patients as a file of keyed tokens. It knows hashes, HMACs and where they
/// lie; it knows no text, no file system and no clock, and cannot tell anybody who a patient is
/// without the key. Open [io.countersign.detectors.patients.PatientIndex] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.patients;
