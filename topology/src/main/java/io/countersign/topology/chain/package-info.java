/// One chain per partition: the state of a chain, the entries that it writes, and the checks before
/// its first one. It knows offsets, sequence numbers and previous hashes; it knows nothing of PHI
/// or services. Open [io.countersign.topology.chain.Chain] first.
@org.jspecify.annotations.NullMarked
package io.countersign.topology.chain;
