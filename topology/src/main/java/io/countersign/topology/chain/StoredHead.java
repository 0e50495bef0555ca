package io.countersign.topology.chain;

import io.countersign.schemas.Hash;

/// What the topology's state says about the head of a chain, for those who look at it from outside.
///
/// @param generation of the chain
/// @param seq sequence number of its last entry; -1 where there is none
/// @param leafHash its leaf hash
public record StoredHead(int generation, long seq, Hash leafHash) {
    /// @param value of the chain state's store, or of its changelog
    /// @throws IllegalArgumentException where the bytes are of another version
    public static StoredHead of(byte[] value) {
        ChainState state = ChainState.fromBytes(value);
        return new StoredHead(state.generation, state.headSeq, state.headHash);
    }
}
