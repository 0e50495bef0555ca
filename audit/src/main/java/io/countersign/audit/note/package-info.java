/// Signed notes and checkpoints (C2SP signed-note and tlog-checkpoint): text, keys, signatures. It
/// knows how a note is written, signed and opened; it knows nothing of tiles, entries or where keys
/// are kept. Open `SignedNote` first; its doc is the format.
@org.jspecify.annotations.NullMarked
package io.countersign.audit.note;
