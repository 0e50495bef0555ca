/// Knows how text is packed: JSON, forms, multipart, streams, tables, HL7 v2, X12, Base64; it turns
/// one text into leaves with their keys, and leads a place in a leaf back to the text. Does not
/// know what an identifier looks like. Open [io.countersign.detectors.phi.unwrap.Unwrap] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.phi.unwrap;
