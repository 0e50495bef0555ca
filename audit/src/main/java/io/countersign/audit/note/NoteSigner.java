package io.countersign.audit.note;

/// Makes signature lines. The seam where a key in a file, in a PKCS#11 token or in a key service
/// takes its place. Implementations may be used from several threads.
public interface NoteSigner {
    /// The public half, whose name goes into the line.
    VerifierKey verifierKey();

    /// The same key under another name, which is another verifier key: its id depends on the name.
    NoteSigner named(String name);

    /// Signs a note's text (with its final newline, without the blank line) and returns what
    /// follows the key id in the line. A signer that cannot answer throws an unchecked exception:
    /// the caller must then not publish.
    byte[] sign(byte[] text);
}
