/// The Merkle tree of RFC 6962 and RFC 9162: hashes, inclusion proofs, consistency proofs. It knows
/// numbers and hashes; it knows nothing of what a leaf means, nor of tiles, signatures or files.
/// Open `TreeHasher` first, then `InclusionProof`.
@org.jspecify.annotations.NullMarked
package io.countersign.audit.merkle;
