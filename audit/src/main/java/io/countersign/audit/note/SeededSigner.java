package io.countersign.audit.note;

/// A signer whose private key is a seed of 32 bytes in memory, and so can be kept in a key file.
public sealed interface SeededSigner extends NoteSigner
        permits Ed25519NoteSigner, MlDsa44CheckpointSigner {
    /// Length of a seed.
    int SEED_BYTES = 32;

    /// The private key itself, for writing a key file. Named so that a search finds every use.
    byte[] exposeSecretSeed();
}
