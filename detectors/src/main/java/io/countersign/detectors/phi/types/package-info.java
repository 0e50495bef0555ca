/// The info types, one a file: shape, checksum and context words as data, and the check as code. It
/// knows what an identifier looks like by itself; it knows nothing of the text round it, of ranking
/// or of policy. Open [io.countersign.detectors.phi.types.InfoTypes] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.phi.types;
