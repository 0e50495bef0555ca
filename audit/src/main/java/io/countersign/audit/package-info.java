/// The log without the world: entry bytes, chains, Merkle tree, signed notes, tiles, tokens, sealed
/// evidence, verification. It knows every byte format of `docs/spec`; it knows nothing of Kafka,
/// the network or the clock. Open `io.countersign.audit.verify` first.
@org.jspecify.annotations.NullMarked
package io.countersign.audit;
