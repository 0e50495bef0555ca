/// Proof packs: many entries of a log with the proof of each in one zip file, and what the
/// selection leaves out. It knows the format (`docs/spec/proof.md`), how a pack is made from a log
/// and how it is checked without one; it knows no Kafka, and of entries no more than their first
/// fields. Open `PackCheck` first, then `PackWriter`.
@org.jspecify.annotations.NullMarked
package io.countersign.audit.pack;
